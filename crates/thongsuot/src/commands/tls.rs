//! `tls make`: a certificate for a local network where nobody else vouches for the node's name.

use calendar::Clock as _;

use super::input;
use crate::{
    args::Tls,
    outcome::{Answer, Outcome},
};

/// Runs it.
pub fn run(Tls::Make { out, names }: Tls) -> Outcome {
    let made = app::make_tls(&out, &names, app::SystemClock.now()).map_err(super::fault_of)?;
    for path in [&made.authority, &made.certificate, &made.key] {
        input::print_line(&path.display().to_string())?;
    }
    if made.again {
        eprintln!("hint: devices that trust the authority take the new certificate; start `serve` again");
    } else {
        let authority = made.authority.display();
        eprintln!(
            "hint: name node.crt and node.key in [http] of the node's configuration, and install {authority} on"
        );
        eprintln!("      every device that is to reach it; keep authority.key off the node if you can");
    }
    Ok(Answer::Yes)
}
