//! ICMP echo to loopback; where the system permits none, a clear word instead of a loss.

use measure::{Cause, Granted};
use series::SampleStatus;

use crate::{prober_within, target};

#[tokio::test]
async fn loopback_answers_or_the_system_says_why_not() {
    let prober = prober_within(Granted::loopback());
    for url in ["icmp://127.0.0.1", "icmp://127.0.0.2"] {
        let outcome = prober.probe_once(&target(url, 5000)).await.unwrap();
        if outcome.cause == Cause::NotPermitted {
            assert_eq!(outcome.status, SampleStatus::Excluded);
            assert!(outcome.detail.contains("CAP_NET_RAW"), "{}", outcome.detail);
        } else {
            assert_eq!((outcome.status, outcome.detail.as_str()), (SampleStatus::Ok, ""));
            assert_eq!(Some(outcome.value_us), outcome.phases.first_byte_us);
        }
    }
}

#[tokio::test]
async fn many_at_once_each_get_their_own_reply() {
    let prober = std::sync::Arc::new(prober_within(Granted::loopback()));
    let mut tasks = tokio::task::JoinSet::new();
    for i in 1..=200u8 {
        let prober = prober.clone();
        tasks.spawn(async move {
            prober.probe_once(&target(&format!("icmp://127.0.0.{i}"), 10_000)).await.unwrap()
        });
    }
    let outcomes = tasks.join_all().await;
    let answered = outcomes.iter().filter(|o| o.status == SampleStatus::Ok).count();
    let not_permitted = outcomes.iter().filter(|o| o.cause == Cause::NotPermitted).count();
    assert!(answered == 200 || not_permitted == 200, "{answered} answered, {not_permitted} not permitted");
}
