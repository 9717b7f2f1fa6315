//! What the signatures of pdfs say, as JSON: one line a file.
//!
//! `cargo run -p pades --example examine -- ca.pem 2026-11-20T10:00:00+07:00 signed.pdf …`, or `-` for a list of files on
//! standard input. Ends with 1 when a file bears a signature that does not hold, or can't be examined.

use std::{
    io::{BufRead, Write},
    process::ExitCode,
};

use calendar::Instant;
use pades::{Anchors, ChainState, Covers, Kind, Seal, examine};
use serde_json::{Value, json};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
    }
}

fn run(words: &[String]) -> Result<bool, String> {
    let [authorities, at, files @ ..] = words else {
        return Err("authorities, a time and files are wanted".to_owned());
    };
    let pem = std::fs::read(authorities).map_err(|fault| format!("{authorities}: {fault}"))?;
    let anchors = Anchors::from_pem(&pem).map_err(|fault| format!("{authorities}: {fault}"))?;
    let at = Instant::parse_edge(at).map_err(|fault| fault.to_string())?;
    let mut all_hold = true;
    let mut one = |file: &str| -> Result<(), String> {
        let pdf = std::fs::read(file).map_err(|fault| format!("{file}: {fault}"))?;
        let found = examine(&pdf, &anchors, at);
        all_hold &= found.as_ref().is_ok_and(|seals| seals.iter().all(Seal::holds));
        let said = match found {
            Ok(seals) => json!({ "file": file, "seals": seals.iter().map(told).collect::<Vec<_>>() }),
            Err(fault) => json!({ "file": file, "fault": fault.to_string() }),
        };
        writeln!(std::io::stdout(), "{said}").map_err(|fault| fault.to_string())
    };
    if files == ["-"] {
        for file in std::io::stdin().lock().lines() {
            one(&file.map_err(|fault| fault.to_string())?)?;
        }
    } else {
        files.iter().try_for_each(|file| one(file))?;
    }
    Ok(all_hold)
}

fn told(seal: &Seal) -> Value {
    let (byte, unsigned_bytes) = match seal.covers {
        Covers::Whole => (None, 0),
        Covers::Until { byte, unsigned_bytes } => (Some(byte), unsigned_bytes),
    };
    json!({
        "kind": match seal.kind { Kind::Signature => "signature", Kind::TimeStamp => "time_stamp" },
        "holds": seal.holds(),
        "intact": seal.intact,
        "unsigned_from": byte,
        "unsigned_bytes": unsigned_bytes,
        "signer": seal.signer,
        "certificate": seal.certificate.to_string(),
        "signed_at": seal.signed_at.map(Instant::edge),
        "stamped_at": seal.stamped_at.map(Instant::edge),
        "stamp": seal.stamp.as_ref().map(chain),
        "chain": chain(&seal.chain),
    })
}

fn chain(chain: &ChainState) -> Value {
    match chain {
        ChainState::Trusted { authority } => json!({ "authority": authority }),
        ChainState::Untrusted { why } => json!({ "why": why.to_string() }),
    }
}
