//! A failing plan made small: troubles are taken away while it still fails.

use super::plan::Plan;

/// The smallest plan found that still fails, by taking away ever fewer troubles at a time.
pub fn minimise(plan: &Plan, fails: &mut dyn FnMut(&Plan) -> bool) -> Plan {
    let mut smallest = plan.clone();
    let mut piece = smallest.troubles.len().div_ceil(2).max(1);
    loop {
        let mut from = 0;
        while from < smallest.troubles.len() {
            let to = (from + piece).min(smallest.troubles.len());
            let mut fewer = smallest.clone();
            fewer.troubles.drain(from..to);
            if fails(&fewer) {
                smallest = fewer;
            } else {
                from = to;
            }
        }
        if piece == 1 {
            return smallest;
        }
        piece = piece.div_ceil(2).max(1).min(piece - 1);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_taken_away() {
        let plan = (0..1_000).map(Plan::of).find(|plan| plan.troubles.len() >= 9).unwrap();
        let needed = [plan.troubles[2].clone(), plan.troubles[7].clone()];
        let mut tries = 0;
        let smallest = minimise(&plan, &mut |plan| {
            tries += 1;
            needed.iter().all(|trouble| plan.troubles.contains(trouble))
        });
        assert_eq!(smallest.troubles, needed);
        assert!(tries < 60, "{tries}");
    }
}
