//! Listening, and ending in order.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener as StdListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use sayso::Engine;
use sayso::ingest::Limits;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::answer::answer;
use crate::app::App;
use crate::guard::Guard;
use crate::page::Page;

/// As many connections are open at once; more wait.
const CONNECTIONS: usize = 512;

/// How long a connection may take over the head of a request, and stay without one.
const HEAD: Duration = Duration::from_secs(75);

/// How long answers that are under way may take when the server ends.
const LAST: Duration = Duration::from_secs(5);

/// How often it is looked whether another program has written.
const LOOK: Duration = Duration::from_millis(400);

/// A token must not be guessed.
const SHORTEST_TOKEN: usize = 16;

/// Makes the engine; called once, on a thread of its own.
pub type MakeEngine = Box<dyn FnOnce() -> Result<Engine, String> + Send>;

/// What a server is to be.
pub struct Settings {
    /// The casebook's file; it is made if there is none.
    pub casebook: PathBuf,
    /// Where to listen; anything but loopback needs a token.
    pub address: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// What everybody must show. Without one, one is made where it is needed.
    pub token: Option<String>,
    /// A folder to take the page's files from, instead of those in the program.
    pub page: Option<PathBuf>,
    /// The name under which reviews are made where none is given.
    pub who: String,
    /// How much is read at once.
    pub limits: Limits,
    /// Makes the engine.
    pub engine: MakeEngine,
}

/// Why there is no server.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error(
        "{address}: cannot be listened on ({error}); name another with --address and --port, or 0 for any free port"
    )]
    Address {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// The token could be guessed, or cannot be sent.
    #[error(
        "the token must have {SHORTEST_TOKEN} or more letters, digits, `-`, `.`, `_` or `~`, and nothing else"
    )]
    Token,
    /// The folder of the page is not there.
    #[error("{0}: no folder with an index.html; --page names the folder of the page's files")]
    Page(PathBuf),
    /// The casebook cannot be used.
    #[error(transparent)]
    Casebook(#[from] sayso_casebook::CasebookError),
    /// The system refuses something.
    #[error("the server cannot run: {0}")]
    System(#[from] io::Error),
}

/// A server that listens, and does not answer yet.
pub struct Server {
    app: Arc<App>,
    listener: StdListener,
    address: SocketAddr,
    settings: Settings,
}

impl Server {
    /// Opens the casebook, and listens.
    ///
    /// # Errors
    /// Where the casebook cannot be used, or the address not be listened on.
    pub fn bind(mut settings: Settings) -> Result<Self, ServeError> {
        let loopback = settings.address.is_loopback();
        if settings.token.is_none() && !loopback {
            settings.token = Some(token()?);
        }
        let fit = |token: &String| {
            token.len() >= SHORTEST_TOKEN
                && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
        };
        if !settings.token.as_ref().is_none_or(fit) {
            return Err(ServeError::Token);
        }
        let page = match &settings.page {
            Some(folder) if !folder.join("index.html").is_file() => {
                return Err(ServeError::Page(folder.clone()));
            }
            Some(folder) => Page::Folder(folder.clone()),
            None => Page::BuiltIn,
        };
        sayso_casebook::Casebook::open(&settings.casebook)?;
        let wanted = SocketAddr::new(settings.address, settings.port);
        let listen = || {
            let listener = StdListener::bind(wanted)?;
            listener.set_nonblocking(true)?;
            Ok((listener.local_addr()?, listener))
        };
        let (address, listener) = listen().map_err(|error| ServeError::Address { address: wanted, error })?;
        let guard = Guard { token: settings.token.clone(), loopback };
        let app = Arc::new(App::new(guard, page, settings.limits, settings.who.clone()));
        Ok(Self { app, listener, address, settings })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What everybody must show.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.settings.token.as_deref()
    }

    /// Answers until somebody stops it: SIGINT, SIGTERM, Ctrl-C.
    ///
    /// # Errors
    /// Where the system refuses what a server needs.
    pub fn run(self) -> Result<(), ServeError> {
        let (_stop, stopped) = watch::channel(false);
        self.serve(stopped, true)
    }

    /// Answers on a thread of its own until [`Running`] is stopped or dropped.
    #[must_use]
    pub fn start(self) -> Running {
        let (stop, stopped) = watch::channel(false);
        let address = self.address;
        let thread = std::thread::spawn(move || self.serve(stopped, false));
        Running { address, stop, thread: Some(thread) }
    }

    fn serve(self, stopped: watch::Receiver<bool>, signals: bool) -> Result<(), ServeError> {
        let Self { app, listener, settings, .. } = self;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8)))
            .max_blocking_threads(64)
            .thread_name("sayso-serve")
            .enable_all()
            .build()?;
        let ending = Arc::new(AtomicBool::new(false));
        work(&app, settings, &ending)?;
        let served = runtime.block_on(async {
            let listener = TcpListener::from_std(listener)?;
            accept(&app, listener, stopped, signals).await
        });
        ending.store(true, Ordering::Relaxed);
        app.end();
        runtime.shutdown_timeout(LAST);
        Ok(served?)
    }
}

/// What is done beside answering: the engine is made, the casebook laid out, and then looked at for what others write.
fn work(app: &Arc<App>, settings: Settings, ending: &Arc<AtomicBool>) -> io::Result<()> {
    let Settings { engine, casebook, .. } = settings;
    let at = Arc::clone(app);
    std::thread::Builder::new().name("sayso-engine".to_owned()).spawn(move || at.engine.make(engine))?;
    let (at, ending) = (Arc::clone(app), Arc::clone(ending));
    std::thread::Builder::new().name("sayso-watch".to_owned()).spawn(move || {
        at.open(&casebook);
        while !ending.load(Ordering::Relaxed) {
            std::thread::sleep(LOOK);
            // what cannot be read now is told to whoever asks, and tried again
            let _ = at.refresh();
        }
    })?;
    Ok(())
}

/// A server that answers.
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it: what is under way is finished first.
    ///
    /// # Errors
    /// What made it end before.
    pub fn stop(mut self) -> Result<(), ServeError> {
        self.end()
    }

    fn end(&mut self) -> Result<(), ServeError> {
        self.stop.send_replace(true);
        let ended = self.thread.take().map(JoinHandle::join);
        ended.unwrap_or(Ok(Ok(()))).unwrap_or_else(|_| Err(io::Error::other("its thread panicked").into()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // OK to ignore because nobody asks how it ended
        let _ = self.end();
    }
}

async fn accept(
    app: &Arc<App>,
    listener: TcpListener,
    mut stopped: watch::Receiver<bool>,
    signals: bool,
) -> io::Result<()> {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut end = std::pin::pin!(async move {
        if signals {
            signal().await
        } else {
            // an error means that nobody can stop it any more, which is a stop
            let _ = stopped.wait_for(|stop| *stop).await;
            Ok(())
        }
    });
    let refused = loop {
        let next = async {
            // OK because the room is never closed
            let place = Arc::clone(&room).acquire_owned().await.map_err(io::Error::other)?;
            Ok::<_, io::Error>((place, listener.accept().await))
        };
        let next = std::pin::pin!(next);
        let (place, accepted) = match either(next, end.as_mut()).await {
            Next::Came(came) => came?,
            Next::Ended(ended) => break ended,
        };
        // whoever hangs up before he is greeted, or comes when files run out, is no reason to end
        let Ok((stream, _)) = accepted else {
            sleep(Duration::from_millis(20)).await;
            continue;
        };
        // OK to ignore because it is only slower without
        let _ = stream.set_nodelay(true);
        let at = Arc::clone(app);
        let service = service_fn(move |request| {
            let at = Arc::clone(&at);
            async move { Ok::<_, std::convert::Infallible>(answer(at, request).await) }
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 << 10);
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // a client that breaks off concerns nobody else
            let _ = connection.await;
            drop(place);
        });
    };
    drop(listener);
    app.end();
    // OK to ignore because what is not finished by then is broken off
    let _ = timeout(LAST, graceful.shutdown()).await;
    refused
}

enum Next<A> {
    Came(A),
    Ended(io::Result<()>),
}

/// Whichever comes first; the end, if both.
async fn either<A, E>(mut next: std::pin::Pin<&mut A>, mut end: std::pin::Pin<&mut E>) -> Next<A::Output>
where
    A: Future,
    E: Future<Output = io::Result<()>>,
{
    std::future::poll_fn(|cx| {
        if let std::task::Poll::Ready(ended) = end.as_mut().poll(cx) {
            return std::task::Poll::Ready(Next::Ended(ended));
        }
        next.as_mut().poll(cx).map(Next::Came)
    })
    .await
}

/// Waits for somebody to stop the program.
async fn signal() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut ended = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        let term = async {
            ended.recv().await;
        };
        let interrupt = std::pin::pin!(tokio::signal::ctrl_c());
        let term = std::pin::pin!(term);
        match either(term, interrupt).await {
            Next::Came(()) => Ok(()),
            Next::Ended(interrupted) => interrupted,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// A token that nobody can guess.
fn token() -> Result<String, ServeError> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
