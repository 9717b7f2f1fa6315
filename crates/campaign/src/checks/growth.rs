//! Room for one more in vectors that stand in memory by the ten thousand.
//!
//! Doubling leaves half of each empty at worst; growing by an eighth leaves a ninth, for a few more copies.

/// Makes room for one more element.
pub fn make_room<T>(list: &mut Vec<T>) {
    if list.len() == list.capacity() {
        list.reserve_exact((list.len() / 8).max(4));
    }
}
