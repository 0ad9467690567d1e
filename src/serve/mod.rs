//! A preview on this machine: serves a built site on loopback and calls for a rebuild when something changes.
//!
//! Only this machine can connect, only under a loopback name (so that no other site can read the preview through a
//! name of its own), and nothing outside of the built folder is served.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use notify_debouncer_full::notify::RecursiveMode;
use notify_debouncer_full::{DebounceEventResult, new_debouncer};
use tower_http::services::{ServeDir, ServeFile};

/// An editor saves in several steps; together they are one change.
const SETTLE: Duration = Duration::from_millis(120);

/// Why the preview could not start.
#[derive(Debug)]
pub enum Error {
    /// The port is taken, or may not be used.
    Port(u16, io::Error),
    /// The folders can't be watched.
    Watch(notify_debouncer_full::notify::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Port(port, error) => {
                write!(f, "port {port} can't be used ({error}); try --port with another number")
            }
            Self::Watch(error) => write!(f, "changes can't be watched: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// Serves `site` until Ctrl-C, and calls `changed` after each change below one of the `watched` folders.
///
/// # Errors
/// Where the port or the folders can't be used.
pub fn run(
    site: &Path,
    port: u16,
    watched: &[PathBuf],
    mut changed: impl FnMut() + Send + 'static,
) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Port(port, error))?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener =
        runtime.block_on(tokio::net::TcpListener::bind(address)).map_err(|error| Error::Port(port, error))?;
    let (sender, receiver) = mpsc::channel();
    let mut debouncer = new_debouncer(SETTLE, None, move |events: DebounceEventResult| {
        // Reading is not changing. The preview may have ended meanwhile; then nobody listens.
        if events.is_ok_and(|events| events.iter().any(|event| !event.kind.is_access())) {
            let _ = sender.send(());
        }
    })
    .map_err(Error::Watch)?;
    for folder in watched {
        debouncer.watch(folder, RecursiveMode::Recursive).map_err(Error::Watch)?;
    }
    std::thread::spawn(move || {
        while receiver.recv().is_ok() {
            while receiver.try_recv().is_ok() {}
            changed();
        }
    });
    let service = router(site);
    runtime
        .block_on(async {
            axum::serve(listener, service)
                .with_graceful_shutdown(async {
                    let _ = tokio::signal::ctrl_c().await;
                })
                .await
        })
        .map_err(|error| Error::Port(port, error))
}

fn router(site: &Path) -> Router {
    let not_found = ServeFile::new(site.join("404.html"));
    let files = ServeDir::new(site).not_found_service(not_found);
    Router::new().fallback_service(files).layer(from_fn(guard))
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
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}
