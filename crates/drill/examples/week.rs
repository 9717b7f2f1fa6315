//! How long a drill takes: the week of the example campaign, with every trouble of its drill file.
//!
//! `cargo run --release -p drill --example week`
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement in the machine's own time"
)]

use std::{error::Error, fs, path::Path, time::Instant};

use drill::{Answer, Order};

const SEEDS: [u64; 3] = [7, 8, 9];

/// Plays the week, without one of its troubles where that is said; how many there were to play.
fn play(seed: u64, without: Option<usize>) -> Result<(Answer, usize), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/tet-2027");
    let text = fs::read_to_string(folder.join("drill.toml"))?;
    let told =
        |faults: Vec<campaign::Fault>| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let named = drill::campaign_named(&text, "drill.toml").map_err(told)?;
    let bytes = fs::read(folder.join(&named))?;
    let campaign = campaign::parse(std::str::from_utf8(&bytes)?, &named).map_err(told)?;
    let mut file = drill::parse(&text, "drill.toml", &campaign).map_err(told)?;
    if let Some(place) = without {
        file.troubles.remove(place);
    }
    let troubles = file.troubles.len();
    let data = tempfile::tempdir_in(drill::memory())?;
    let order = Order { file, campaign: bytes, seed, data: data.path().join("data") };
    Ok((drill::play(order, &mut |_| ())?, troubles))
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut played: Vec<Answer> = Vec::new();
    for seed in SEEDS {
        let start = Instant::now();
        let (answer, troubles) = play(seed, None)?;
        let seconds = start.elapsed().as_secs_f64();
        let days = answer.to.ms_since(answer.from) as f64 / 86_400_000.0;
        let figures = answer.figures;
        println!(
            "seed {seed}: {days:.0} days in {seconds:.1} s; {} events, {:.2} million a second; {} probes, {} entries, {} \
             troubles",
            figures.events,
            figures.events as f64 / seconds / 1e6,
            figures.probes,
            figures.entries,
            answer.troubles.len()
        );
        if answer.troubles.len() != troubles || days < 7.0 {
            return Err(
                format!("{} of {troubles} troubles told of {days} days", answer.troubles.len()).into()
            );
        }
        if played.iter().any(|other| other.heads == answer.heads) {
            return Err(format!("seed {seed} is the story of another seed").into());
        }
        played.push(answer);
    }
    let whole = &played[0];
    let (less, _) = play(whole.seed, Some(0))?;
    let taken = &whole.troubles[0].id;
    let mut others = whole.troubles.iter().filter(|one| one.id != *taken);
    let is_as_before = |one: &drill::TroubleAnswer| {
        less.troubles.iter().any(|other| other.id == one.id && other.noticed == one.noticed)
    };
    if let Some(other) = others.find(|one| !is_as_before(one)) {
        return Err(format!("without {taken}, {} is noticed otherwise", other.id).into());
    }
    println!(
        "without {taken}: {} troubles, each noticed when and by what it was before",
        less.troubles.len()
    );
    Ok(())
}
