//! `citytools serve`, as a browser and an editor meet it.

mod strangers;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::support::{AS_OF, Region, Result, copy, here, program, tree};
use serde_json::Value;

const QUAY: &str = "boroughs/harbour-quay.yaml";
/// Machines that run tests are slow; whoever waits so long waits for nothing.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running preview; ends with the test.
struct Preview {
    region: Region,
    child: Child,
    port: u16,
    said: Receiver<String>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Preview {
    fn of(region: Region, options: &[&str]) -> Result<Self> {
        let mut command = program();
        command.args(["serve", "--port", "0", "--as-of", AS_OF]).args(options).current_dir(region.root());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let stderr = child.stderr.take().ok_or("a terminal")?;
        let (sender, said) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(std::result::Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let mut preview = Self { region, child, port: 0, said };
        let line = preview.until_said("The preview is at ")?;
        let port = line.split_once("http://localhost:").and_then(|(_, rest)| rest.split_once('/'));
        preview.port = port.ok_or_else(|| format!("no port in {line}"))?.0.parse()?;
        Ok(preview)
    }

    fn until_said(&self, start: &str) -> Result<String> {
        loop {
            let line = self.said.recv_timeout(PATIENCE)?;
            if line.starts_with(start) {
                return Ok(line);
            }
        }
    }

    fn connect(&self, request: &str, host: &str, more: &str) -> Result<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n")?;
        Ok(stream)
    }

    fn ask(&self, request: &str, host: &str, more: &str) -> Result<Answer> {
        let mut bytes = Vec::new();
        self.connect(request, host, more)?.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").ok_or("an answer has a head")?;
        let status = head.split(' ').nth(1).ok_or("an answer has a status")?.parse()?;
        Ok(Answer { status, head: head.to_lowercase(), body: body.to_owned() })
    }

    fn get(&self, path: &str) -> Result<Answer> {
        self.ask(&format!("GET {path}"), &format!("localhost:{}", self.port), "")
    }

    /// Waits until a page is as it should be: a change that is seen in two halves is built twice.
    fn until(&self, path: &str, is_so: impl Fn(&Answer) -> bool) -> Result {
        let end = Instant::now() + PATIENCE;
        while !is_so(&self.get(path)?) {
            if Instant::now() > end {
                return Err(format!("{path} stays as it was").into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    fn events(&self) -> Result<Events> {
        let stream = self.connect("GET /__preview/events", &format!("localhost:{}", self.port), "")?;
        Ok(Events { lines: BufReader::new(stream) })
    }
}

/// What the preview's script would hear.
struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next state; none when the preview has ended.
    fn next(&mut self) -> Result<Option<Value>> {
        let end = Instant::now() + PATIENCE;
        let mut line = String::new();
        loop {
            if Instant::now() > end {
                return Err("nothing is told".into());
            }
            line.clear();
            if self.lines.read_line(&mut line)? == 0 {
                return Ok(None);
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Ok(Some(serde_json::from_str(data)?));
            }
        }
    }

    /// Waits until the problems are as they should be.
    fn until(&mut self, is_so: impl Fn(&[String]) -> bool) -> Result {
        while !is_so(&self.state()?.1) {}
        Ok(())
    }

    fn state(&mut self) -> Result<(String, Vec<String>)> {
        let state = self.next()?.ok_or("the preview has ended")?;
        let problems = state["problems"].as_array().ok_or("problems")?.iter();
        let problems = problems.map(|problem| problem.as_str().unwrap_or_default().to_owned()).collect();
        Ok((state["build"].as_str().ok_or("a build")?.to_owned(), problems))
    }
}

#[test]
fn a_change_reaches_the_browser_and_a_mistake_leaves_the_last_good_page() -> Result {
    let preview = Preview::of(Region::harbourside()?, &[])?;
    let home = preview.get("/towns/harbour-quay/")?;
    assert_eq!(home.status, 200);
    assert!(home.head.contains("cache-control: no-store"), "{}", home.head);
    let script = home.body.find("<script src=\"/__preview.js\" data-build=\"").ok_or("the script")?;
    assert!(script < home.body.find("</head>").ok_or("a head")?);
    let length =
        home.head.lines().find_map(|line| line.strip_prefix("content-length: ")).ok_or("a length")?;
    assert_eq!(length.parse::<usize>()?, home.body.len());
    // The page's own policy lets the script, its style and its connection be.
    assert!(home.body.contains("script-src 'self'") && home.body.contains("connect-src 'self'"));
    assert!(preview.get("/__preview.js")?.head.contains("text/javascript"));
    assert!(preview.get("/__preview.css")?.head.contains("text/css"));

    let mut events = preview.events()?;
    let (first, problems) = events.state()?;
    assert!(home.body.contains(&format!("data-build=\"{first}\"")), "{first}");
    assert_eq!(problems, [""; 0]);

    // A change.
    preview.region.replace(QUAY, "name: Harbour Quay\n", "name: Harbour Mole\n")?;
    let (second, problems) = events.state()?;
    assert_ne!(second, first);
    assert_eq!(problems, [""; 0]);
    assert!(preview.get("/towns/harbour-quay/")?.body.contains("Harbour Mole"));

    // A mistake with everything in it that a browser could take for its own.
    let hostile = "lifecycle: \"<img src=x onerror=alert(1)></script>\"";
    preview.region.replace(QUAY, "lifecycle: replacing", hostile)?;
    let (third, problems) = events.state()?;
    assert_eq!(third, second, "the last good site stays");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].contains("error[CT104]") && problems[0].contains("harbour-quay.yaml:"),
        "{problems:?}"
    );
    assert!(!problems[0].contains('\u{1b}'), "{problems:?}");
    let page = preview.get("/towns/harbour-quay/")?;
    assert!(
        page.body.contains("Harbour Mole") && !page.body.contains("onerror"),
        "the page holds the mistake"
    );
    // A window that is opened now hears of it, too.
    assert_eq!(preview.events()?.state()?, (third, problems));

    // Mended.
    preview.region.replace(QUAY, hostile, "lifecycle: replacing")?;
    let (fourth, problems) = events.state()?;
    assert_ne!(fourth, second);
    assert_eq!(problems, [""; 0]);

    // The script sets texts as text and as nothing else.
    let script = preview.get("/__preview.js")?.body;
    for way in ["innerHTML", "insertAdjacentHTML", "outerHTML", "document.write", "eval("] {
        assert!(!script.contains(way), "the script uses {way}");
    }
    // Nothing of it is in the site.
    for (path, bytes) in tree(&preview.region.out())? {
        assert!(!String::from_utf8_lossy(&bytes).contains("__preview"), "{path} knows of the preview");
    }
    Ok(())
}

#[test]
fn new_files_renames_deletions_and_the_theme_are_seen() -> Result {
    let region = Region::harbourside()?;
    let theme = region.root().join("theme");
    std::fs::create_dir_all(theme.join("templates"))?;
    let preview = Preview::of(region, &["--theme", "theme"])?;
    let region = &preview.region;
    let mut events = preview.events()?;
    let is_there = |answer: &Answer| answer.status == 200;
    let is_gone = |answer: &Answer| answer.status == 404;
    region.write("suppliers/puffin.yaml", "name: Puffin Works\n")?;
    preview.until("/suppliers/puffin/", is_there)?;

    let suppliers = region.content().join("suppliers");
    std::fs::rename(suppliers.join("puffin.yaml"), suppliers.join("razorbill.yaml"))?;
    preview.until("/suppliers/razorbill/", is_there)?;
    preview.until("/suppliers/puffin/", is_gone)?;

    region.remove("suppliers/razorbill.yaml")?;
    preview.until("/suppliers/razorbill/", is_gone)?;

    // An editor that writes beside the file and renames.
    let text = region.read(QUAY)?.replace("name: Harbour Quay\n", "name: Harbour Mole\n");
    region.write("boroughs/.harbour-quay.yaml.swp", text)?;
    std::fs::rename(region.content().join("boroughs/.harbour-quay.yaml.swp"), region.content().join(QUAY))?;
    preview.until("/towns/", |answer| answer.body.contains("Harbour Mole"))?;

    let lost = std::fs::read_to_string(here("themes/citytools/templates/404.html"))?;
    std::fs::write(theme.join("templates/404.html"), lost.replace("<h1>", "<h1>Fog. "))?;
    preview.until("/nowhere/", |answer| answer.body.contains("Fog. "))?;

    // A broken theme is shown like a broken record.
    std::fs::write(theme.join("templates/404.html"), "{% if %}")?;
    events.until(|problems| problems.len() == 1 && problems[0].contains("the theme is broken"))?;
    std::fs::remove_file(theme.join("templates/404.html"))?;
    events.until(<[String]>::is_empty)?;
    preview.until("/nowhere/", |answer| !answer.body.contains("Fog. "))?;

    // A folder that another one was put in the place of.
    let beside = region.root().join("beside");
    copy(&region.content(), &beside)?;
    std::fs::write(beside.join("suppliers/puffin.yaml"), "name: Puffin Works\n")?;
    std::fs::rename(region.content(), region.root().join("old"))?;
    std::fs::rename(&beside, region.content())?;
    preview.until("/suppliers/puffin/", is_there)
}

#[test]
fn a_file_that_is_saved_as_it_is_changes_nothing() -> Result {
    let preview = Preview::of(Region::harbourside()?, &[])?;
    let mut events = preview.events()?;
    let (first, _) = events.state()?;
    preview.region.write(QUAY, preview.region.read(QUAY)?)?;
    std::thread::sleep(Duration::from_millis(400));
    preview.region.replace(QUAY, "name: Harbour Quay\n", "name: Harbour Mole\n")?;
    let (second, problems) = events.state()?;
    assert_eq!(problems, [""; 0]);
    assert_eq!(first.replace("-0", "-1"), second, "builds are numbered");
    assert!(preview.get("/towns/")?.body.contains("Harbour Mole"), "the first build was of the change");
    Ok(())
}

#[test]
fn before_the_first_good_build_a_page_says_so_and_waits() -> Result {
    let region = Region::harbourside()?;
    region.replace(QUAY, "lifecycle: replacing", "lifecycle: replaced")?;
    let preview = Preview::of(region, &[])?;
    let page = preview.get("/")?;
    assert_eq!(page.status, 404);
    assert!(
        page.body.contains("Nothing to show yet") && page.body.contains("/__preview.js"),
        "{}",
        page.body
    );
    let mut events = preview.events()?;
    let (first, problems) = events.state()?;
    assert_eq!(problems.len(), 1);
    preview.region.replace(QUAY, "lifecycle: replaced", "lifecycle: replacing")?;
    let (second, problems) = events.state()?;
    assert_eq!(problems, [""; 0]);
    assert_ne!(first, second);
    assert_eq!(preview.get("/")?.status, 200);
    Ok(())
}

/// Whoever looks at somebody's change has their files, and with a mistake in its records no build comes in their place.
#[test]
fn a_site_that_a_change_brought_is_not_shown() -> Result {
    let region = Region::harbourside()?;
    region.replace(QUAY, "lifecycle: replacing", "lifecycle: replaced")?;
    let out = region.out();
    std::fs::create_dir_all(out.join("towns"))?;
    for page in ["index.html", "towns/index.html", "script.js", "404.html"] {
        std::fs::write(out.join(page), "<script src=/script.js></script>strange")?;
    }
    std::fs::write(out.join("_headers"), "/*\n  X-Strange: yes\n")?;
    let preview = Preview::of(region, &[])?;
    for path in ["/", "/index.html", "/towns/", "/towns", "/script.js", "/nowhere", "/_headers"] {
        let answer = preview.get(path)?;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("Nothing to show yet"), "{path}: {}", answer.body);
        assert!(
            answer.head.contains("default-src 'none'") && !answer.head.contains("x-strange"),
            "{}",
            answer.head
        );
    }
    // A build takes no folder of somebody else's for its own, so it is still not shown.
    let mut events = preview.events()?;
    events.state()?;
    preview.region.replace(QUAY, "lifecycle: replaced", "lifecycle: replacing")?;
    let (_, problems) = events.state()?;
    assert!(problems.len() == 1 && problems[0].contains("public"), "{problems:?}");
    assert_eq!(preview.get("/")?.status, 404);
    std::fs::remove_dir_all(&out)?;
    preview.region.append(QUAY, "# Once more.\n")?;
    preview.until("/towns/", |answer| answer.status == 200 && !answer.body.contains("strange"))?;
    Ok(())
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly_while_browsers_wait() -> Result {
    for signal in ["-INT", "-TERM"] {
        let mut preview = Preview::of(Region::harbourside()?, &[])?;
        let mut events = preview.events()?;
        events.state()?;
        // A second preview can't take the port, and says what to do.
        let port = preview.port.to_string();
        let taken = preview.region.run(["serve", "--port", &port, "--as-of", AS_OF])?.expect(3)?;
        assert!(taken.stderr.contains("try --port with another number"), "{}", taken.stderr);
        std::process::Command::new("kill").arg(signal).arg(preview.child.id().to_string()).status()?;
        assert_eq!(events.next()?, None);
        let until = Instant::now() + PATIENCE;
        let code = loop {
            if let Some(status) = preview.child.try_wait()? {
                break status.code();
            }
            assert!(Instant::now() < until, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        };
        assert_eq!(code, Some(0));
        let left: Vec<_> = std::fs::read_dir(preview.region.root())?
            .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
            .filter(|name| name != "content" && name != "public")
            .collect();
        assert_eq!(left, [""; 0], "a build left something behind");
    }
    Ok(())
}
