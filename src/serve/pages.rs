//! What the preview answers: the files of the site, with a script put into its pages, and the events that the script waits for.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Response, Sse};
use axum::routing::get;
use futures_util::stream;
use tokio::sync::watch::Sender;
use tower_http::services::{ServeDir, ServeFile};

use super::State;

/// Windows that wait for events at the same time; fewer than connections, so that pages can always be loaded.
const MOST_WAITING: usize = 64;
/// No page of a site comes near so many bytes.
const MOST_PAGE: usize = 64 << 20;

const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");
/// What is shown while no build has succeeded yet.
const NOTHING_YET: &str = include_str!("nothing-yet.html");

#[derive(Clone)]
struct Server {
    state: Arc<Sender<State>>,
    site: PathBuf,
}

pub(super) fn router(site: &Path, state: Arc<Sender<State>>) -> Router {
    let server = Server { state, site: site.to_owned() };
    let files = ServeDir::new(site).not_found_service(ServeFile::new(site.join("404.html")));
    let text = |kind: &'static str, text: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, kind)], text) })
    };
    Router::new()
        .route("/__preview.js", text("text/javascript; charset=utf-8", SCRIPT))
        .route("/__preview.css", text("text/css; charset=utf-8", STYLE))
        .route("/__preview/events", get(events))
        .fallback_service(files)
        .layer(from_fn_with_state(server.clone(), with_script))
        .layer(from_fn(guard))
        .with_state(server)
}

/// Refuses other names than loopback's, and dot files; asks browsers to keep nothing.
async fn guard(request: Request, next: Next) -> Response {
    if !is_loopback(request.headers()) {
        return (StatusCode::FORBIDDEN, "This preview answers to localhost only.\n").into_response();
    }
    if request
        .uri()
        .path()
        .split('/')
        .any(|part| part.starts_with('.') || part.to_ascii_lowercase().starts_with("%2e"))
    {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
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
    Sse::new(told).keep_alive(KeepAlive::default()).into_response()
}

/// Puts the script into pages of HTML.
async fn with_script(Shared(server): Shared<Server>, mut request: Request, next: Next) -> Response {
    // Of a page that is made longer, no part and no kept copy can be asked for.
    for name in [header::RANGE, header::IF_RANGE, header::IF_MODIFIED_SINCE, header::IF_NONE_MATCH] {
        request.headers_mut().remove(name);
    }
    // Before the page is read: what is built meanwhile has a higher number, and the page is loaded again.
    let build = server.state.borrow().build.clone();
    let method = request.method().clone();
    let response = next.run(request).await;
    let is_html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if response.status() == StatusCode::NOT_FOUND && !is_html && !server.site.join("index.html").exists() {
        let page = inserted(NOTHING_YET, &build);
        return (StatusCode::NOT_FOUND, axum::response::Html(page)).into_response();
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
