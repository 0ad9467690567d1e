//! What the preview answers: the files of the site, with a script put into its pages, and the events that the script waits for.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Response, Sse};
use axum::routing::get;
use futures_util::stream;
use tokio::sync::watch::Sender;
use tower_http::services::{ServeDir, ServeFile};

use super::State;
use super::listener::SIGN_OF_LIFE;
use crate::exports::headers::{self, Headers};
use crate::plain::{self, Found, Links};

/// Windows that wait for events at the same time; fewer than connections, so that pages can always be loaded.
const MOST_WAITING: usize = 64;
/// No page of a site comes near so many bytes.
const MOST_PAGE: usize = 64 << 20;

const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");
/// What is shown while no build has succeeded yet.
const NOTHING_YET: &str = include_str!("nothing-yet.html");

/// The page of what is not there.
const NOT_FOUND: &str = "404.html";
/// No site's file of headers comes near so many bytes.
const MOST_HEADERS: u64 = 1 << 20;

#[derive(Clone)]
struct Server {
    state: Arc<Sender<State>>,
    site: PathBuf,
}

impl Server {
    /// The headers that the site has for hosts; those that each has where it tells none.
    fn rules(&self) -> Headers {
        let file = self.site.join(headers::FILE);
        match plain::read(&file, Links::Refused, MOST_HEADERS) {
            Ok(Found::Bytes(bytes)) if self.state.borrow().is_built => {
                Headers::read(&String::from_utf8_lossy(&bytes))
            }
            _ => Headers::always(),
        }
    }
}

pub(super) fn router(site: &Path, state: Arc<Sender<State>>) -> Router {
    let server = Server { state, site: site.to_owned() };
    let files = ServeDir::new(site).not_found_service(ServeFile::new(site.join(NOT_FOUND)));
    let text = |kind: &'static str, text: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, kind)], text) })
    };
    Router::new()
        .route("/__preview.js", text("text/javascript; charset=utf-8", SCRIPT))
        .route("/__preview.css", text("text/css; charset=utf-8", STYLE))
        .route("/__preview/events", get(events))
        .fallback_service(files)
        .layer(from_fn_with_state(server.clone(), with_script))
        .layer(from_fn_with_state(server.clone(), guard))
        .with_state(server)
}

/// Refuses other names than loopback's, other methods than reading, and what is no file of the site; says what a host would
/// say, and asks browsers to keep nothing.
async fn guard(Shared(server): Shared<Server>, request: Request, next: Next) -> Response {
    if !is_loopback(&request) {
        return (StatusCode::FORBIDDEN, "This preview answers to localhost only.\n").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let path = request.uri().path().to_owned();
    let decoded = decoded(&path).filter(|path| is_plain(path) && leads_nowhere_else(&server.site, path));
    let Some(decoded) = decoded else { return StatusCode::NOT_FOUND.into_response() };
    // Before the answer, which may come of a site that is built meanwhile.
    let rules = server.rules();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    say(headers, &rules, &decoded);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whether somebody on this machine asks for this machine, in each place where a request names it: another site's name that
/// leads here would make the preview a part of that site.
fn is_loopback(request: &Request) -> bool {
    let is_own = |host: &str| {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if !port.is_empty() && port.bytes().all(|c| c.is_ascii_digit()) => name,
            _ => host,
        };
        matches!(name, "localhost" | "127.0.0.1" | "[::1]")
    };
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok()).is_some_and(is_own) && hosts.next().is_none();
    host && request.uri().authority().is_none_or(|authority| is_own(authority.as_str()))
}

/// A path as the file system will be asked for it.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        bytes.push(match byte {
            b'%' => u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// No part leads up, is hidden, or means something to a file system.
fn is_plain(path: &str) -> bool {
    // Two strokes at the beginning of an address name another host, also in a redirect.
    !path.contains(['\\', ':', '\0'])
        && !path.contains("//")
        && !path.split('/').any(|part| part.starts_with('.'))
}

/// Whether nothing on the way to a file, to a folder's page or to the page of what is not there is a link, a device or a pipe;
/// what is not there is told later.
fn leads_nowhere_else(site: &Path, path: &str) -> bool {
    let is_way = |path: &str| {
        let mut way = site.to_owned();
        path.split('/').filter(|part| !part.is_empty()).all(|part| {
            way.push(part);
            way.symlink_metadata().map_or(true, |found| found.is_file() || found.is_dir())
        })
    };
    is_way(&format!("{path}/index.html")) && is_way(NOT_FOUND)
}

/// The headers that the site's own file has for hosts, but for those that let other sites read: a preview is not published.
fn say(headers: &mut HeaderMap, rules: &Headers, path: &str) {
    for (name, value) in rules.at(path) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
}

/// The state now and each new one, until the preview ends.
async fn events(Shared(server): Shared<Server>, headers: HeaderMap) -> Response {
    // Pages of other sites have nothing to wait for here.
    if headers.get("sec-fetch-site").is_some_and(|from| from != "same-origin") {
        return StatusCode::FORBIDDEN.into_response();
    }
    if server.state.receiver_count() >= MOST_WAITING {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let mut receiver = server.state.subscribe();
    receiver.mark_changed();
    let told = stream::unfold(receiver, |mut receiver| async {
        receiver.changed().await.ok()?;
        let state = receiver.borrow_and_update().clone();
        // JSON has no line break, so it can't be mistaken for another event.
        let event = Event::default().event("state").data(serde_json::to_string(&state).ok()?);
        (!state.is_over).then_some((Ok::<_, Infallible>(event), receiver))
    });
    Sse::new(told).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)).into_response()
}

/// Puts the script into pages of HTML.
async fn with_script(Shared(server): Shared<Server>, mut request: Request, next: Next) -> Response {
    // Of a page that is made longer, no part and no kept copy can be asked for.
    for name in [header::RANGE, header::IF_RANGE, header::IF_MODIFIED_SINCE, header::IF_NONE_MATCH] {
        request.headers_mut().remove(name);
    }
    // Before the page is read: what is built meanwhile has a higher number, and the page is loaded again.
    let (build, is_built) = {
        let state = server.state.borrow();
        (state.build.clone(), state.is_built)
    };
    let nothing_yet = || {
        let page = inserted(NOTHING_YET, &build);
        (StatusCode::NOT_FOUND, axum::response::Html(page)).into_response()
    };
    if !is_built && !request.uri().path().starts_with("/__preview") {
        return nothing_yet();
    }
    let method = request.method().clone();
    let response = next.run(request).await;
    let is_html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // Somebody has deleted the site meanwhile.
    if response.status() == StatusCode::NOT_FOUND && !is_html && !server.site.join("index.html").exists() {
        return nothing_yet();
    }
    if !is_html {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::ACCEPT_RANGES);
    parts.headers.remove(header::LAST_MODIFIED);
    if method == Method::HEAD {
        return Response::from_parts(parts, Body::empty());
    }
    let Ok(bytes) = to_bytes(body, MOST_PAGE).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = match std::str::from_utf8(&bytes) {
        Ok(html) => Body::from(inserted(html, &build)),
        Err(_) => Body::from(bytes),
    };
    Response::from_parts(parts, page)
}

/// The page with the script at the end of its head. A page whose own policy has no script stays as it is: the browser would
/// refuse it.
fn inserted(html: &str, build: &str) -> String {
    if html.contains("Content-Security-Policy") && !html.contains("script-src 'self'") {
        return html.to_owned();
    }
    let script = format!("<script src=\"/__preview.js\" data-build=\"{build}\" defer></script>");
    let at = html.find("</head>").unwrap_or(html.len());
    format!("{}{script}{}", &html[..at], &html[at..])
}

#[cfg(test)]
mod tests {
    use super::inserted;

    #[test]
    fn the_script_stands_where_a_page_lets_it() {
        let page = inserted("<head><title>A</title></head><body>", "1-2");
        assert!(
            page.contains("</title><script src=\"/__preview.js\" data-build=\"1-2\" defer></script></head>")
        );
        let closed = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\"></head>";
        assert_eq!(inserted(closed, "1-2"), closed);
    }
}
