//! A cable that is cut and mended while the engine measures.

use std::sync::Arc;
use std::time::Duration;

use measure::{ProbeKind, TargetSpec};
use series::SampleStatus;
use testkit_link::{Direction, Fate, Link, LinkSpec, Profile};

use crate::crossing::{PATIENCE, block_on, granted};
use crate::{Running, words};

#[test]
fn a_cut_link_is_down_until_it_is_mended_and_every_loss_is_one_of_the_log() {
    let open = Profile::delayed(Duration::from_millis(15));
    let link = Link::open(&LinkSpec::both(111, open)).unwrap_or_else(|fault| panic!("{fault}"));
    let link = Arc::new(link);
    let changed = link.clone();
    let measuring = async move {
        let (id, owner) = ("tuyen-cap".parse().unwrap(), "mang".parse().unwrap());
        let address = changed.far().v4().to_string();
        let mut spec = TargetSpec::new(id, owner, ProbeKind::Icmp, address);
        (spec.every_ms, spec.timeout_ms, spec.fail_after) = (100, 100, 3);
        let mut running = Running::start(spec, granted());
        assert_eq!(running.turned().await, words("unknown", "up", "ok"));
        changed.change(Direction::Back, open.cut()).unwrap();
        assert_eq!(running.turned().await, words("up", "down", "timeout"));
        changed.change(Direction::Back, open).unwrap();
        assert_eq!(running.turned().await, words("down", "up", "ok"));
        running.stop().await
    };
    let measuring = link.near().start_prompt("engine", PATIENCE, |_| block_on(measuring));
    let kept = measuring.unwrap().join().unwrap();
    let truth = link.truth().unwrap();
    let cut = truth.count(Direction::Back, Fate::Cut);
    let count = |status| kept.iter().filter(|sample| sample.status == status).count();
    let (lost, own_late) = (count(SampleStatus::Timeout), count(SampleStatus::OwnLate));
    assert!(
        lost >= 3 && lost <= cut && cut <= lost + own_late,
        "{lost} lost, {own_late} own late, {cut} cut"
    );
}
