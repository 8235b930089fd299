//! Takes files and folders in and lists what they hold: `cargo run --example take PATH...`

use std::ops::ControlFlow;
use std::path::Path;

use sayso_intake::Intake;

#[expect(clippy::print_stdout, reason = "an example")]
fn main() {
    for path in std::env::args().skip(1) {
        let _ = Intake::default().path(Path::new(&path), |found| {
            match found {
                Ok(item) => {
                    let (origin, bytes, given) = (&item.origin, item.bytes.len(), &item.given);
                    println!("{origin}: {:?} of {bytes} bytes, {given:?}", item.kind);
                }
                Err(told) => println!("{told}"),
            }
            ControlFlow::Continue(())
        });
    }
}
