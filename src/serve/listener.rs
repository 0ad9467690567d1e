//! A listener that has a limited number of connections, so that whoever comes later waits, and that waits for nobody for
//! long: a connection on which no answer moves on ends, however slowly it asks.

use std::future::Future as _;
use std::io::{ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// Several browsers with several windows each.
const MOST_CONNECTIONS: usize = 128;
/// How long a connection may go without a byte of an answer. Windows that wait for events get one in time.
const QUIET: Duration = Duration::from_secs(10);
/// How often windows that wait for events get a sign of life.
pub(super) const SIGN_OF_LIFE: Duration = Duration::from_secs(4);

/// The listener.
pub(super) struct Limited {
    listener: TcpListener,
    free: Arc<Semaphore>,
}

impl Limited {
    pub(super) fn new(listener: TcpListener) -> Self {
        Self { listener, free: Arc::new(Semaphore::new(MOST_CONNECTIONS)) }
    }
}

impl Listener for Limited {
    type Io = Counted;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Counted, Self::Addr) {
        // Never closed, so there is always a permit in the end.
        let permit = Arc::clone(&self.free).acquire_owned().await.ok();
        let (stream, address) = Listener::accept(&mut self.listener).await;
        (Counted { stream, quiet: Box::pin(sleep(QUIET)), _permit: permit }, address)
    }

    fn local_addr(&self) -> Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// A connection that makes room for another one when it ends, and ends when nothing moves on.
pub(super) struct Counted {
    stream: TcpStream,
    quiet: Pin<Box<Sleep>>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Counted {
    /// What a read or write came to, or that it took too long.
    fn in_time<T>(&mut self, cx: &mut Context, polled: Poll<Result<T>>) -> Poll<Result<T>> {
        if polled.is_pending() {
            ready!(self.quiet.as_mut().poll(cx));
            return Poll::Ready(Err(ErrorKind::TimedOut.into()));
        }
        polled
    }

    /// The same for an answer, of which each byte buys time.
    fn written(&mut self, cx: &mut Context, polled: Poll<Result<usize>>) -> Poll<Result<usize>> {
        if matches!(polled, Poll::Ready(Ok(_))) {
            self.quiet.as_mut().reset(Instant::now() + QUIET);
        }
        self.in_time(cx, polled)
    }
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context, buffer: &mut ReadBuf) -> Poll<Result<()>> {
        // Also while bytes come, or one now and then would hold the connection for ever.
        if self.quiet.is_elapsed() {
            return Poll::Ready(Err(ErrorKind::TimedOut.into()));
        }
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        self.in_time(cx, polled)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context, bytes: &[u8]) -> Poll<Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context,
        bytes: &[IoSlice],
    ) -> Poll<Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.written(cx, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
