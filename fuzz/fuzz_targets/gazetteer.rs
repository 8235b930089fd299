//! Whatever the bytes: a gazetteer file is refused or looked up in, and a file of places is read to its end, without a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso::tables::gazetteer::{Gazetteer, import};

fuzz_target!(|bytes: &[u8]| {
    // Leaked as a mapped file is; the fuzzer bounds what it gives.
    let held: &'static [u8] = bytes.to_vec().leak();
    if let Ok(gazetteer) = Gazetteer::from_static(held) {
        let names: Vec<_> = gazetteer.lookup("homs").chain(gazetteer.respelt("Khoms")).collect();
        for found in names {
            let _ = gazetteer.place(found.place).and_then(|place| gazetteer.admin1_name(&place));
        }
    }
    let country = |_: &str| Some("SY".to_owned());
    let _ = import::sniff(bytes);
    let _ = import::csv(bytes, "name,lat,lon", &country, &mut |_, _| Ok(()));
    let _ = import::geojson(bytes, &country, &mut |_, _| Ok(()));
    let _ = import::geonames(bytes, true, &mut |_, _| Ok(()));
    let _ = import::alternates(bytes, |_, _| Ok(()));
    let _ = import::divisions(bytes, |_, _, _, _| ());
});
