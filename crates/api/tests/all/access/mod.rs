//! Who gets in, how, and for how long: driven through the router as browsers do.
mod accounts;
mod door;
mod keys;
mod password;
mod rights;
mod second_factor;
mod sessions;
mod support;
