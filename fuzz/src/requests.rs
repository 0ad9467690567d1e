//! Any text as a request of the preview: the way and the method on the first line, headers on the others. Nothing beyond
//! the site is answered with, to nobody but this machine, and the same twice.

use std::fs;
use std::path::{Path, PathBuf};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;

use super::within;

const SECRET: &str = "what nobody may read";
/// No file of the site comes near.
const MOST: usize = 1 << 20;

thread_local! {
    static SITE: PathBuf = site();
    static RUNTIME: tokio::runtime::Runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
}

/// A small site with secrets beside it and within it, and ways that lead to them.
fn site() -> PathBuf {
    let root = within::folder("preview");
    let site = root.join("site");
    fs::create_dir_all(site.join("a/.hidden")).expect("a folder");
    fs::create_dir_all(root.join("beside")).expect("a folder");
    for secret in ["secret.txt", "beside/secret.txt", "site/.secret", "site/a/.hidden/secret.txt"] {
        fs::write(root.join(secret), SECRET).expect("a file");
    }
    for (file, text) in [
        ("index.html", "<!doctype html><html><head><title>A</title></head><body>A</body></html>"),
        ("a/index.html", "<!doctype html><head></head>a"),
        ("a/b c.json", "{}"),
        ("404.html", "nothing"),
        (
            "_headers",
            "/*\n  X-Frame-Options: DENY\n/a/*\n  Cache-Control: public\n  Access-Control-Allow-Origin: *\n",
        ),
    ] {
        fs::write(site.join(file), text).expect("a file");
    }
    #[cfg(unix)]
    for (to, link) in [("../../secret.txt", "a/link.txt"), ("../beside", "beside"), ("/", "all")] {
        std::os::unix::fs::symlink(to, site.join(link)).expect("a link");
    }
    site
}

pub fn read(input: &[u8]) {
    let Some(request) = request(input) else { return };
    let again = self::request(input).expect("the same request");
    let is_ours = is_of_this_machine(&request);
    let reads = request.method() == "GET" || request.method() == "HEAD";
    let path = request.uri().path().to_owned();
    SITE.with(|site| {
        let (status, headers, body) = answer(site, request);
        let said = format!("{status} {headers:?} {body}");
        assert!(!said.contains(SECRET), "{path}: {said}");
        assert!(is_ours || status == StatusCode::FORBIDDEN, "{path}: {said}");
        assert!(reads || !status.is_success(), "{path}: {said}");
        assert!(
            !status.is_success() || !headers.contains_key("access-control-allow-origin"),
            "{path}: {said}"
        );
        if status.is_success() && path != "/" {
            let is_below = |part: &str| !part.starts_with('.');
            assert!(path.split('/').all(is_below), "{path}: {said}");
        }
        let (status, _, second) = answer(site, again);
        assert!(said.starts_with(status.as_str()) && second == body, "{path}: {said}, then {second}");
    });
}

fn request(input: &[u8]) -> Option<Request<Body>> {
    let (first, rest) = within::first_line(input);
    let (method, address) = first.trim_end().split_once(' ')?;
    let mut request = Request::builder().method(method).uri(address);
    for line in within::text(rest).lines() {
        let (name, value) = line.split_once(':')?;
        request = request.header(name, value.trim());
    }
    request.body(Body::empty()).ok()
}

/// Whether it names this machine, and nothing else, in each place where it names one.
fn is_of_this_machine(request: &Request<Body>) -> bool {
    let hosts: Vec<_> = request.headers().get_all("host").iter().collect();
    let is_own = |host: &[u8]| {
        ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| {
            host.strip_prefix(own.as_bytes()).is_some_and(|port| {
                port.is_empty() || port.starts_with(b":") && port.iter().skip(1).all(u8::is_ascii_digit)
            })
        })
    };
    let authority = request.uri().authority();
    hosts.len() == 1
        && is_own(hosts[0].as_bytes())
        && authority.is_none_or(|authority| is_own(authority.as_str().as_bytes()))
}

fn answer(site: &Path, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let answer = citytools::serve::pages_of(site).oneshot(request).await;
            let Ok(answer) = answer;
            let (head, body) = answer.into_parts();
            let body = to_bytes(body, MOST).await.expect("a body that ends");
            (head.status, head.headers, String::from_utf8_lossy(&body).into_owned())
        })
    })
}
