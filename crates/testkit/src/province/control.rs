//! The control endpoint: how the demo and the browser test close and open a socket.
//! `GET /targets`, `POST /close?target=ID`, `POST /open?target=ID`; answers are JSON, and an order is
//! answered only once it shows.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::socket::Order;
use super::{ProvinceFault, Sockets, http};

const REQUEST_LIMIT: Duration = Duration::from_secs(15);

/// Listens, and returns the address with the task that serves it.
pub async fn start(
    address: SocketAddr,
    sockets: Arc<Sockets>,
) -> Result<(SocketAddr, JoinHandle<()>), ProvinceFault> {
    let fault = |source| ProvinceFault::Listen { id: "control".to_owned(), address, source };
    let listener = TcpListener::bind(address).await.map_err(fault)?;
    let bound = listener.local_addr().map_err(fault)?;
    let task = tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                tokio::task::yield_now().await;
                continue;
            };
            let sockets = Arc::clone(&sockets);
            tokio::spawn(async move {
                // A caller that went away needs no answer.
                let _ = tokio::time::timeout(REQUEST_LIMIT, serve(stream, &sockets)).await;
            });
        }
    });
    Ok((bound, task))
}

async fn serve(mut stream: TcpStream, sockets: &Sockets) -> std::io::Result<()> {
    let request = http::read_request(&mut stream).await?;
    let (status, body) = answer(&request, sockets).await;
    http::respond(&mut stream, status, "application/json", &body.to_string()).await
}

async fn answer(request: &http::Request, sockets: &Sockets) -> (u16, serde_json::Value) {
    let order = match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/targets") => return (200, json!(sockets.states())),
        ("POST", "/close") => Order::Closed,
        ("POST", "/open") => Order::Open,
        (_, "/targets" | "/close" | "/open") => {
            return (405, json!({"error": "method not allowed"}));
        }
        _ => return (404, json!({"error": "no such path"})),
    };
    let target = request.parameter("target").unwrap_or_default();
    match sockets.order(target, order).await {
        Ok(()) => (200, json!({"target": target, "open": order == Order::Open})),
        Err(fault @ ProvinceFault::Unknown(_)) => (404, json!({"error": fault.to_string()})),
        Err(fault) => (500, json!({"error": fault.to_string()})),
    }
}
