//! A drill that is watched: its store behind the same API and screens as a node's, and a sign-in that is good for this
//! one play.

use std::{io, net, sync::Arc};

use access::secrecy::Taking;
use api::{MeasuresNothing, Played, Sources, TrustedProxies, reporting::Offices};
use series::FileSeries;
use store::Store;
use tokio::{net::TcpListener, sync::watch};

use crate::{
    engines::Handles,
    fault::AppFault,
    front::{Door, Front},
    listening::Limits,
    system::{open_files, random},
};

/// A password that nobody chose, and its hash.
pub struct OneTime {
    /// As it is typed.
    pub password: String,
    /// As it is kept.
    pub hash: String,
}

/// Makes a password for one play: four groups of four letters, which is more than anybody guesses meanwhile.
pub fn one_time() -> Result<OneTime, AppFault> {
    let password = api::code::shown(&random::<10>());
    let hash = api::password::hash(&password, random())
        .map_err(|fault| AppFault::Input(format!("the password cannot be hashed: {fault}")))?;
    Ok(OneTime { password, hash })
}

/// Answers from the store of a drill on a listener, as a task of the runtime this is called in: it ends with that.
pub fn stand(store: &Store, listener: &net::TcpListener, speed: u32) -> io::Result<()> {
    let listener = listener.try_clone()?;
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let (series, _) = FileSeries::open(&store.segments_dir()).map_err(io::Error::other)?;
    let front = Front {
        store: store.clone(),
        series: Arc::new(series),
        ask_target: Arc::new(|_| None),
        measurer: Arc::new(MeasuresNothing),
        taking: Taking { isolated: false },
        proxies: TrustedProxies::default(),
        sources: Arc::new(Sources::new(Vec::new(), random())),
        engines: Handles::default(),
        offices: Offices::default(),
        played: Some(Played { speed }),
    };
    let door = Door { listener, certificate: None, by_tls: false, limits: Limits::within(open_files()) };
    tokio::spawn(async move {
        // It lives as long as the task: nobody stops it but the end of the runtime.
        let (_stop, stopping) = watch::channel(false);
        if let Err(fault) = front.answer(door, stopping).await {
            tracing::error!(%fault, "the drill is no longer served");
        }
    });
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_password_for_one_play_fits_its_hash_and_is_another_each_time() {
        let (one, other) = (one_time().unwrap(), one_time().unwrap());
        assert_ne!(one.password, other.password);
        assert_eq!(one.password.len(), 19);
        assert!(api::password::fits(&one.password, Some(&one.hash)));
        assert!(!api::password::fits(&other.password, Some(&one.hash)));
    }
}
