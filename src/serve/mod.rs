//! A preview on this machine: serves a built site on loopback, calls for a rebuild when something changes, and tells the
//! browser, which reloads the page or shows what is wrong over it.
//!
//! Only this machine can connect, only under a loopback name (so that no other site can read the preview through a
//! name of its own), and nothing outside of the built folder is served. The script that listens is put into pages as
//! they are served; no file of the site knows of it.
//!
//! No request is known that breaks an answer off. One that did would end the whole preview with its reason, as any fault of
//! the program ends it: nobody but this machine can ask, nothing is lost, and the site in its folder is whole.

mod listener;
mod pages;
mod watch;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch::{self as channel, Sender};

use self::listener::Limited;
pub use self::watch::Seen;
use crate::publish::Replaced;

/// How long requests that are under way may take to end after Ctrl-C.
const GRACE: Duration = Duration::from_secs(2);

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

/// What browsers are told.
#[derive(Clone, Debug, Serialize)]
struct State {
    /// The build that is served; another one asks for a reload.
    build: String,
    /// What is wrong with the newest records, as text; the last good site stays meanwhile.
    problems: Vec<String>,
    /// Whether the preview has built what stands in the folder. What stood there before may be anybody's: a change can bring a site,
    /// and records that no build comes through.
    #[serde(skip)]
    is_built: bool,
    #[serde(skip)]
    is_over: bool,
}

/// All that answers requests, over a site that is never built again; for fuzz targets.
#[doc(hidden)]
pub fn pages_of(site: &Path) -> axum::Router {
    let state = State { build: "0-0".to_owned(), problems: Vec::new(), is_built: true, is_over: false };
    pages::router(site, Arc::new(channel::Sender::new(state)))
}

/// A preview that has its port.
#[derive(Debug)]
pub struct Preview {
    runtime: tokio::runtime::Runtime,
    listener: tokio::net::TcpListener,
    port: u16,
}

impl Preview {
    /// Takes a port on this machine; 0 takes any that is free.
    ///
    /// # Errors
    /// Where the port can't be used.
    pub fn bind(port: u16) -> Result<Self, Error> {
        let failed = |error| Error::Port(port, error);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = runtime.block_on(tokio::net::TcpListener::bind(address)).map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        Ok(Self { runtime, listener, port })
    }

    /// Where the preview is.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://localhost:{}/", self.port)
    }

    /// Serves `site` until Ctrl-C. Builds again whenever a file below `watched` is not as `seen`, and shows the problems that
    /// `rebuild` returns; `problems` are those of the first build.
    ///
    /// # Errors
    /// Where the folders can't be watched, or the port is lost.
    pub fn run(
        self,
        site: &Path,
        watched: Vec<PathBuf>,
        seen: Seen,
        problems: Vec<String>,
        mut rebuild: impl FnMut() -> (Vec<String>, Option<Replaced>) + Send + 'static,
    ) -> Result<(), Error> {
        let run = run_id();
        let mut builds = 0;
        let is_built = problems.is_empty();
        let first = State { build: format!("{run}-{builds}"), problems, is_built, is_over: false };
        let state = Arc::new(channel::Sender::new(first));
        let building = Arc::new(Mutex::new(()));
        let (told, busy) = (Arc::clone(&state), Arc::clone(&building));
        let _watching = watch::follow(watched, seen, move || {
            let _busy = busy.lock().unwrap_or_else(PoisonError::into_inner);
            // The old site is deleted at the end, after browsers were told of the new one.
            let (problems, _replaced) = rebuild();
            told.send_modify(|state| {
                if problems.is_empty() {
                    builds += 1;
                    state.build = format!("{run}-{builds}");
                    state.is_built = true;
                }
                state.problems = problems;
            });
        })
        .map_err(Error::Watch)?;
        let router = pages::router(site, Arc::clone(&state));
        let (listener, port) = (Limited::new(self.listener), self.port);
        let ended = self.runtime.block_on(async {
            let server =
                axum::serve(listener, router).with_graceful_shutdown(until_stopped(Arc::clone(&state)));
            tokio::select! {
                ended = server => ended,
                () = patience(&state) => Ok(()),
            }
        });
        // A build that is under way ends, so that it leaves no half-written folder behind.
        drop(building.lock());
        ended.map_err(|error| Error::Port(port, error))
    }
}

/// Tells this run of the preview from the last one, whose pages may still be open.
fn run_id() -> String {
    use std::hash::{BuildHasher as _, Hasher as _};
    format!("{:x}", std::hash::RandomState::new().build_hasher().finish())
}

/// Ends the streams of events when the preview ends: they would never end by themselves.
async fn until_stopped(state: Arc<Sender<State>>) {
    stop_signal().await;
    state.send_modify(|state| state.is_over = true);
}

async fn patience(state: &Sender<State>) {
    let _ = state.subscribe().wait_for(|state| state.is_over).await;
    tokio::time::sleep(GRACE).await;
}

#[cfg(unix)]
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    // Where a signal can't be waited for, the system's own way of ending stays.
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        },
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    let _ = tokio::signal::ctrl_c().await;
}
