//! `sayso serve`: the page on this machine.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use sayso_serve::{ServeError, Server, Settings};

use crate::options::Options;

/// Open the page over a casebook, on this machine
///
/// Prints the address on standard output and serves until it is stopped (Ctrl-C). Nothing is asked of any other machine, and
/// only this machine is listened to unless --address says otherwise; then everybody needs the token that stands in the printed
/// address. The API behind the page is described at /api/openapi.json.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The casebook; it is made if there is none.
    #[arg(long, value_name = "FILE", default_value = "casebook.sayso", env = "SAYSO_CASEBOOK")]
    casebook: PathBuf,

    /// The address to listen on; anything but loopback needs a token.
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,

    /// The port; 0 for any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 8765)]
    port: u16,

    /// A file with the token that everybody must show; made at start where one is needed and none is given.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,

    /// The name under which reviews are made.
    #[arg(long, value_name = "NAME", env = "SAYSO_WHO")]
    who: Option<String>,

    /// Open the page in the browser.
    #[arg(long)]
    open: bool,

    /// Take the page's files from this folder: for those who work on the page.
    #[arg(long, value_name = "DIR")]
    page: Option<PathBuf>,

    #[command(flatten)]
    options: Options,
}

/// Runs it.
pub(crate) fn run(args: Args) -> ExitCode {
    match serve(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("sayso: {message}");
            ExitCode::from(1)
        }
    }
}

#[expect(clippy::print_stdout, reason = "the command's answer")]
fn serve(args: Args) -> Result<(), String> {
    let told = |error: ServeError| error.to_string();
    let given = args.token_file.is_some();
    let server = Server::bind(Settings {
        casebook: args.casebook,
        address: args.address,
        port: args.port,
        token: args.token_file.map(token).transpose()?,
        page: args.page,
        who: args.who.unwrap_or_else(user),
        limits: args.options.limits(),
        engine: {
            let options = args.options;
            Box::new(move || options.try_engine())
        },
    })
    .map_err(told)?;
    let address = format!("http://{}/", server.address());
    let with_token = server.token().map(|token| format!("{address}?token={token}"));
    // a token that is in a file already is not put on the screen
    println!("{}", with_token.as_ref().filter(|_| !given).unwrap_or(&address));
    if args.open {
        open(with_token.as_ref().unwrap_or(&address));
    }
    server.run().map_err(told)
}

/// The token of a file.
fn token(path: PathBuf) -> Result<String, String> {
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.trim().to_owned())
}

/// Who is logged in.
fn user() -> String {
    let names = ["USER", "LOGNAME", "USERNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
    names
        .map(|name| name.trim().to_owned())
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "somebody".to_owned())
}

/// Opens an address in the browser; a machine without one loses nothing.
fn open(address: &str) {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let started = Command::new(program)
        .args(first)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = started {
        eprintln!("sayso: no browser could be opened ({program}: {error}); open the address yourself");
    }
}
