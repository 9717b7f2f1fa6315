//! Proving who one is: password and, where one is on, the second factor. Wrong ones are counted alike, so that guessing
//! one after the other gains nothing: at the door by login and address together, or by the browser where it is known, and
//! in a session by that session, so that nobody else uses up its owner's tries.

use store::Account;

use crate::{code, node::Node, password, problem::Problem, says, throttle::Guess, totp, viewer::Person};

/// Asks for the password again before something that a session left open shall not do.
pub async fn password(node: &Node, viewer: &Person, password: String, field: &str) -> Result<(), Problem> {
    let (login, guess) = (&viewer.account.login, Guess::Session(&viewer.session.handle));
    if !node.throttle.admit(guess, node.now()) {
        return Err(Problem::slow_down());
    }
    let stored = node.store.find_login(login).await?.map(|(_, hash)| hash);
    if password::fits_unhurried(password, stored).await? {
        node.throttle.forget(guess);
        Ok(())
    } else {
        node.store.note_failure(login).await?;
        Err(Problem::bad_field(field, says::not_your_password()))
    }
}

/// What a second factor answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Second {
    /// None is on, or the code counts and is used up.
    Given,
    /// One is on and no code came along.
    Missing,
    /// The code does not count: wrong, too old, or used before.
    Wrong,
}

/// Looks at a phone's code or a recovery code, and uses it up. The caller has admitted the try.
pub async fn second(node: &Node, account: &Account, given: Option<&str>) -> Result<Second, Problem> {
    let Some(factor) = node.store.find_second_factor(account).await? else { return Ok(Second::Given) };
    let Some(given) = given.map(str::trim).filter(|given| !given.is_empty()) else {
        return Ok(Second::Missing);
    };
    let counts = if totp::is_code(given) {
        match totp::fitting_step(&factor.secret, given, node.now(), factor.last_step) {
            Some(step) => node.store.use_step(account, step).await?,
            None => false,
        }
    } else {
        node.store.use_recovery_code(account, code::digest(given)).await?
    };
    if counts {
        return Ok(Second::Given);
    }
    node.store.note_failure(&account.login).await?;
    Ok(Second::Wrong)
}
