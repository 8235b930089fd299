//! The tables under `data/`, as they are part of the program.

use super::rows::TableFile;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(TableFile { path: $path, text: include_str!(concat!("../../../../data/", $path)) }),*]
    };
}

/// Every built-in table.
pub(super) const FILES: &[TableFile<'static>] = files![
    "frames/links.csv",
    "frames/blame.csv",
    "frames/harm.csv",
    "frames/light.csv",
    "frames/absent.csv",
    "frames/speech.csv",
    "frames/accuse.csv",
    "frames/agree.csv",
    "frames/aid.csv",
    "frames/assault.csv",
    "frames/coerce.csv",
    "frames/concede.csv",
    "frames/consult.csv",
    "frames/cooperate.csv",
    "frames/mobilize.csv",
    "frames/protest.csv",
    "frames/reject.csv",
    "frames/request.csv",
    "frames/retreat.csv",
    "frames/sanction.csv",
    "frames/support.csv",
    "frames/threaten.csv",
    "frames/unlisted.csv",
    "classes/function.csv",
    "classes/order.csv",
    "classes/quantity.csv",
    "classes/saying.csv",
    "classes/space.csv",
    "classes/status.csv",
    "classes/talk.csv",
    "classes/time.csv",
    "classes/violence.csv",
    "status/words.csv",
    "attribution/agencies.csv",
    "attribution/channels.csv",
    "attribution/cues.csv",
    "attribution/evidence.csv",
    "attribution/loaded.csv",
    "attribution/sources.csv",
    "numbers/words.csv",
    "time/order.csv",
    "tokens/irregular.csv",
    "actors/countries.csv",
    "actors/gender.csv",
    "actors/groups.csv",
    "actors/offices.csv",
    "actors/titles.csv",
    "actors/transliteration.csv",
    "actors/words.csv",
    "weapons/weapons.csv",
    "judgment/events.csv",
    "judgment/arguments.csv",
    "judgment/factuality.csv",
    "judgment/when.csv",
    "judgment/where.csv",
    "schemes/contexts.csv",
];
