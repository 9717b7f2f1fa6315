//! A link between two network namespaces that troubles what crosses it: delay, jitter, loss, bursts
//! of loss, duplicates, packets held back, a rate with a bounded queue, a cut. For tests of what must
//! cross a real socket, on kernels without netem.
//!
//! [`Link::open`] makes two anonymous namespaces, each with a TUN device, an IPv4 and an IPv6
//! address, and carries packets between them from user space. Every fate comes from one seed, the
//! direction and the packet's number, and stands with its times in a log, the [`Truth`], by which
//! results are judged. How late the link itself is stands there too; the example `link_jitter` measures
//! it, and `docs/results` keeps what it found.
//!
//! Needs Linux, `/dev/net/tun`, and root (`CAP_SYS_ADMIN` and `CAP_NET_ADMIN`); without them it says
//! so and fails. Nothing stays behind: namespaces and devices go with the link, or with the process.

mod draw;
mod fault;
mod job;
mod lane;
mod link;
mod namespace;
mod packet;
mod profile;
mod program;
mod queue;
mod system;
mod truth;
mod wire;

pub use fault::LinkFault;
pub use job::{Job, Until};
pub use lane::{Lane, MAX_PLANNED_CHANGES};
pub use link::{Link, LinkSpec};
pub use namespace::Namespace;
pub use packet::{Label, Protocol};
pub use profile::{ALWAYS_PPM, Bursts, Held, Jitter, Profile, Rate};
pub use truth::{Change, Decision, Direction, Fate, Record, Truth, quantile, round_trip};
