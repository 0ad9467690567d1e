//! The preview against what other sites, other programs and damaged ones may ask of it, byte by byte.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::{PATIENCE, Preview};
use crate::support::{Outcome, Region, Result, tried};

/// What comes back for bytes that are no request of a browser; empty where the connection is closed.
fn sent(preview: &Preview, bytes: &[u8]) -> Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    // Whoever is refused early can't say everything.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

#[test]
fn only_this_machine_is_answered() -> Result {
    let preview = Preview::of(Region::harbourside()?, &[])?;
    let port = preview.port;
    let own = format!("localhost:{port}");
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        "localhost.evil.example",
        "localhost.",
        "localhost:x",
        "127.0.0.1.evil.example",
        "127.0.0.2",
        "0.0.0.0",
        "evil.example:localhost",
        "evil.example#localhost",
        "user@localhost",
        "",
    ] {
        let refused = preview.ask("GET /", host, "")?;
        assert!(refused.status == 403 || refused.status == 400, "{host}: {}", refused.status);
        assert!(!refused.body.contains("<html"), "{host}");
        assert_ne!(preview.ask("GET /__preview/events", host, "")?.status, 200, "{host}");
    }
    for request in [
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
        "GET / HTTP/1.0\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
        format!("GET http://evil.example/ HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n"),
    ] {
        let answer = sent(&preview, request.as_bytes())?;
        assert!(matches!(status(&answer), 400 | 403), "{request}{answer}");
    }
    for host in [own.as_str(), "localhost", "127.0.0.1:80", "[::1]:8033"] {
        assert_eq!(preview.ask("GET /", host, "")?.status, 200, "{host}");
    }
    let foreign = preview.ask("GET /__preview/events", &own, "Sec-Fetch-Site: cross-site\r\n")?;
    assert_eq!(foreign.status, 403);
    // Only on loopback: no other address of this machine has the port.
    for family in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let listening = format!(":{port:04X} ");
        let table = std::fs::read_to_string(family).unwrap_or_default();
        let local =
            table.lines().filter_map(|line| line.split_whitespace().nth(1).map(|own| format!("{own} ")));
        let open: Vec<String> = local.filter(|own| own.ends_with(&listening)).collect();
        assert!(open.iter().all(|own| own.starts_with("0100007F:")), "{open:?}");
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn only_the_site_is_served() -> Result {
    let preview = Preview::of(Region::harbourside()?, &[])?;
    let (root, out) = (preview.region.root().to_owned(), preview.region.out());
    std::fs::write(root.join("secret.txt"), "secret\n")?;
    std::fs::write(out.join(".hidden"), "secret\n")?;
    std::os::unix::fs::symlink(root.join("secret.txt"), out.join("link.txt"))?;
    std::os::unix::fs::symlink(&root, out.join("folder"))?;
    Outcome::of(std::process::Command::new("mkfifo").arg(out.join("pipe")))?.expect(0)?;
    std::fs::create_dir(out.join("led"))?;
    std::os::unix::fs::symlink(root.join("secret.txt"), out.join("led/index.html"))?;
    let whole = root.join("secret.txt").display().to_string();
    let paths = [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/.%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%2Fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e%252fsecret.txt",
        "/%252e%252e/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%c0%ae%c0%ae%c0%afsecret.txt",
        "/%u002e%u002e/secret.txt",
        "/towns/..%5c..%5csecret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/towns/../../secret.txt",
        "/towns/%2e%2e/%2e%2e/secret.txt",
        "/....//secret.txt",
        "/..;/secret.txt",
        "/secret.txt%00.html",
        "/%00",
        "/..%00/secret.txt",
        "/%",
        "/%2",
        "/%zz",
        "/%ff",
        "//secret.txt",
        "//towns",
        "/towns//",
        "/%2ftowns",
        "///../secret.txt",
        "/.citytools",
        "/.hidden",
        "/%2ehidden",
        "/link.txt",
        "/%6cink.txt",
        "/led/",
        "/led/index.html",
        "/folder/secret.txt",
        "/folder/content/site.yaml",
        "/pipe",
        "/C:%5csecret.txt",
        "/c:/secret.txt",
        "/con",
        &format!("/{whole}"),
        &format!("/%2f{}", whole.trim_start_matches('/')),
    ];
    for path in paths {
        let refused = preview.get(path)?;
        assert!(refused.status >= 400 && !refused.body.contains("secret\n"), "{path}: {}", refused.status);
    }
    // What is read for every address: the page of what is not there, and the headers.
    let others = ["404.html", "_headers"];
    for file in others {
        let kept = std::fs::read(out.join(file))?;
        std::fs::remove_file(out.join(file))?;
        std::os::unix::fs::symlink(root.join("secret.txt"), out.join(file))?;
        std::fs::write(root.join("secret.txt"), "/*\n  X-Word: secret\n")?;
        let answer = preview.get("/nowhere")?;
        let told = format!("{}{}", answer.head, answer.body);
        assert!(answer.status == 404 && !told.contains("secret"), "{file}: {told}");
        std::fs::remove_file(out.join(file))?;
        std::fs::write(out.join(file), kept)?;
    }
    tried(&format!("preview: {} ways out of the site, none open", paths.len() + others.len()));
    Ok(())
}

#[test]
fn only_reading_is_answered_and_pages_whole() -> Result {
    let preview = Preview::of(Region::harbourside()?, &[])?;
    let own = format!("localhost:{}", preview.port);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW"] {
        for path in ["/", "/__preview.js", "/__preview/events", "/nowhere"] {
            let answer = preview.ask(&format!("{method} {path}"), &own, "Content-Length: 0\r\n")?;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert!(answer.head.contains("allow: get, head"), "{}", answer.head);
        }
    }
    // No part of a page: the script would be missing in it, or the length wrong.
    let part = preview.ask("GET /", &own, "Range: bytes=0-9\r\n")?;
    assert_eq!(part.status, 200);
    assert!(part.body.trim_end().ends_with("</html>"));
    let head = preview.ask("HEAD /", &own, "")?;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    // Pages that let no script run stay as they are.
    let embed = preview.get("/figures/systems-recorded/embed/")?;
    assert!(embed.status == 200 && !embed.body.contains("__preview"));
    Ok(())
}

#[test]
fn the_preview_says_what_a_host_would_but_lets_no_other_site_read() -> Result {
    let preview = Preview::of(Region::harbourside()?, &[])?;
    for path in ["/", "/nowhere/", "/data/systems.csv", "/figures/systems-recorded/embed/", "/__preview.js"] {
        let head = preview.get(path)?.head;
        for due in [
            "content-security-policy: default-src 'none'; ",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: ",
            "permissions-policy: ",
            "cross-origin-opener-policy: same-origin",
            "cross-origin-resource-policy: same-origin",
            "cache-control: no-store",
        ] {
            assert!(head.contains(due), "{path} lacks {due}\n{head}");
        }
        assert!(!head.contains("access-control"), "{path}\n{head}");
        assert_eq!(head.contains("frame-ancestors *"), path.ends_with("/embed/"), "{path}");
    }
    Ok(())
}

#[test]
fn what_is_too_long_or_no_request_is_refused_and_the_next_one_is_answered() -> Result {
    let preview = Preview::of(Region::harbourside()?, &[])?;
    let own = format!("localhost:{}", preview.port);
    let line = format!("GET /{} HTTP/1.1\r\nHost: {own}\r\n\r\n", "a".repeat(1 << 20));
    let name = format!("GET / HTTP/1.1\r\nHost: {own}\r\n{}: b\r\n\r\n", "a".repeat(1 << 20));
    let value = format!("GET / HTTP/1.1\r\nHost: {own}\r\nA: {}\r\n\r\n", "b".repeat(1 << 20));
    let many = format!("GET / HTTP/1.1\r\nHost: {own}\r\n{}\r\n", "A: b\r\n".repeat(10_000));
    let endless = "a".repeat(8 << 20);
    let both = format!(
        "GET / HTTP/1.1\r\nHost: {own}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n"
    );
    let split = format!("GET / HTTP/1.1\r\nHost: {own}\r\nA: b\nSet-Cookie: c\x00\r\n\r\n");
    let binary: String = (0..4000_u32).filter_map(|at| char::from_u32(at % 251)).collect();
    // A folder without its last slash is led on, with what stands behind it.
    let longest = |length: usize| {
        let head = "GET /towns?";
        format!("{head}{} HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n", "a".repeat(length))
    };
    for (bytes, due) in [
        (longest(60_000).into_bytes(), 307),
        (longest(65_527).into_bytes(), 500),
        (format!("GET /towns?\u{e9} HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n").into_bytes(), 307),
        (
            [
                b"GET /towns?\xe9 HTTP/1.1\r\nHost: ".as_slice(),
                own.as_bytes(),
                b"\r\nConnection: close\r\n\r\n",
            ]
            .concat(),
            400,
        ),
    ] {
        let answer = sent(&preview, &bytes)?;
        assert_eq!(status(&answer), due, "{}", &answer[..answer.len().min(200)]);
        assert_eq!(preview.get("/")?.status, 200);
    }
    for (what, bytes) in [
        ("a long line", line.as_str()),
        ("a long name", &name),
        ("a long value", &value),
        ("many headers", &many),
        ("a line without an end", &endless),
        ("a value with a line break", &split),
        ("another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("encryption", "\x16\x03\x01\x02\x00\x01\x00\x01\x7c\x03\x03"),
        ("no protocol", &binary),
    ] {
        let answer = sent(&preview, bytes.as_bytes())?;
        assert!(answer.is_empty() || status(&answer) >= 400, "{what}: {answer}");
        assert_eq!(preview.get("/")?.status, 200, "after {what}");
    }
    // Two lengths: one answer, and no second request read out of the first.
    let answer = sent(&preview, both.as_bytes())?;
    assert!(answer.matches("HTTP/1.1 ").count() <= 1, "{answer}");
    assert_eq!(preview.get("/")?.status, 200);
    Ok(())
}

/// More than the preview takes at a time.
const CROWD: usize = 200;

#[test]
fn whoever_is_slow_gives_way() -> Result {
    let preview = Preview::of(Region::harbourside()?, &[])?;
    let mut events = preview.events()?;
    events.state()?;
    let mut crowd: Vec<TcpStream> = Vec::new();
    for _ in 0..CROWD {
        let mut stream = TcpStream::connect(("127.0.0.1", preview.port))?;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nA: ")?;
        crowd.push(stream);
    }
    // Each goes on to send a byte now and then, which never becomes a request.
    let (port, program, started) = (preview.port, preview.child.id(), Instant::now());
    let (done, is_done) = std::sync::mpsc::channel();
    let most_open = std::thread::spawn(move || {
        let mut most = 0;
        while is_done.recv_timeout(Duration::from_millis(100)).is_err() {
            most = most.max(open_files(program));
            for stream in &mut crowd {
                let _ = stream.write_all(b"a");
            }
        }
        most
    });
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    assert_eq!(status(&answer), 200, "{answer}");
    // Whoever asks last is let in last: by now all of the crowd would be, if there were room for them.
    let open = open_files(program);
    tried(&format!(
        "preview: answered after {:.1} s behind {CROWD} slow ones",
        started.elapsed().as_secs_f64()
    ));
    // A window that waits for events is quiet, but not slow: it is still told.
    preview.region.append("suppliers/tern.yaml", "headquarters: Ternhaven\n")?;
    events.state()?;
    done.send(())?;
    // The others waited outside: they cost the preview nothing.
    if cfg!(target_os = "linux") {
        let most = most_open.join().map_err(|_| "the crowd broke off")?;
        assert!(most > 100 && most.max(open) < CROWD, "{most} and {open} files and connections were open");
    }
    Ok(())
}

/// Files and connections that a program has open, where the system tells.
fn open_files(program: u32) -> usize {
    std::fs::read_dir(format!("/proc/{program}/fd")).map_or(0, Iterator::count)
}

#[test]
fn no_more_windows_wait_than_there_is_room_for_and_no_page_is_endless() -> Result {
    let preview = Preview::of(Region::harbourside()?, &[])?;
    let own = format!("localhost:{}", preview.port);
    let mut waiting = Vec::new();
    let refused = loop {
        let mut stream = TcpStream::connect(("127.0.0.1", preview.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "GET /__preview/events HTTP/1.1\r\nHost: {own}\r\n\r\n")?;
        let mut line = [0; 12];
        stream.read_exact(&mut line)?;
        waiting.push(stream);
        let status = status(std::str::from_utf8(&line)?);
        if status != 200 || waiting.len() > 100 {
            break status;
        }
    };
    assert!(refused == 503 && waiting.len() > 30, "{refused} for the window number {}", waiting.len());
    assert_eq!(preview.get("/")?.status, 200, "pages are loaded all the same");
    std::fs::write(preview.region.out().join("large.html"), vec![b' '; 65 << 20])?;
    assert_eq!(preview.get("/large.html")?.status, 500);
    Ok(())
}

/// What is no plain file, or larger than any, is told of by the build; watching it must not wait for it or hold it in memory.
#[cfg(target_os = "linux")]
#[test]
fn pipes_and_endless_files_in_the_content_hold_nothing_up() -> Result {
    let region = Region::harbourside()?;
    let pipe = region.content().join("systems/pipe.yaml");
    Outcome::of(std::process::Command::new("mkfifo").arg(&pipe))?.expect(0)?;
    for large in ["systems/large.yaml", "stray.bin"] {
        std::fs::File::create(region.content().join(large))?.set_len(3 << 30)?;
    }
    let preview = Preview::of(region, &[])?;
    assert_eq!(preview.get("/")?.status, 404);
    let (_, problems) = preview.events()?.state()?;
    assert_eq!(problems.len(), 3, "{problems:?}");
    let status = std::fs::read_to_string(format!("/proc/{}/status", preview.child.id()))?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("memory")?;
    let most: u64 = most.trim().trim_end_matches(" kB").parse()?;
    assert!(most < 200_000, "{most} kB");
    std::fs::remove_file(pipe)?;
    for large in ["systems/large.yaml", "stray.bin"] {
        std::fs::remove_file(preview.region.content().join(large))?;
    }
    preview.until("/", |answer| answer.status == 200)
}
