//! What an answer says to somebody who came by TLS, to the node itself or to a server in front of it: cookies travel over
//! TLS alone, and browsers remember to come by TLS.

use axum::{
    Router,
    http::{HeaderValue, header},
    middleware,
    response::Response,
};

/// A year: whoever came by TLS once does not come without.
const STRICT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// The routes as they are served to who comes by TLS.
pub fn sealed(routes: Router) -> Router {
    routes.layer(middleware::map_response(seal))
}

async fn seal(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        let sealed = [cookie.as_bytes(), b"; Secure"].concat();
        headers.append(header::SET_COOKIE, HeaderValue::from_bytes(&sealed).unwrap_or(cookie));
    }
    headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT);
    response
}
