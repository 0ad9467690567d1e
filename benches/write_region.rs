//! Writes an imaginary region: `cargo run --release --example region -- london DIR [SEED]`.

mod region;

use std::path::Path;
use std::process::ExitCode;

use region::{ENGLAND, LONDON, Size, WORLD};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let size = match words.first().map(String::as_str) {
        Some("london") => LONDON,
        Some("england") => ENGLAND,
        Some("world") => WORLD,
        Some(numbers) => match custom(numbers) {
            Some(size) => size,
            None => return usage(),
        },
        None => return usage(),
    };
    let seed = words.get(2).map_or(Ok(1), |seed| seed.parse());
    let (Some(folder), Ok(seed), 2..=3) = (words.get(1), seed, words.len()) else { return usage() };
    match region::write(&size, seed, Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::from(3)
        }
    }
}

/// Four numbers, such as 100x40x300x90.
fn custom(numbers: &str) -> Option<Size> {
    let numbers: Option<Vec<usize>> = numbers.split('x').map(|number| number.parse().ok()).collect();
    let [boroughs, deployments, systems, suppliers] = numbers?.try_into().ok()?;
    (boroughs.min(systems).min(suppliers) > 0).then_some(Size { boroughs, deployments, systems, suppliers })
}

fn usage() -> ExitCode {
    eprintln!("usage: region london|england|world|AUTHORITIESxDEPLOYMENTSxSYSTEMSxSUPPLIERS DIR [SEED]");
    ExitCode::from(2)
}
