//! What packagers take from the program: completions and manual pages that know every command.

use std::fs;
use std::process::Stdio;

use crate::support::{AS_OF, Outcome, Region, Result, program, tree};

/// Commands as the program's own help lists them.
fn commands() -> Result<Vec<String>> {
    let help = Outcome::of(program().arg("--help"))?.expect(0)?.stdout;
    let list =
        help.split_once("Commands:\n").and_then(|(_, rest)| rest.split_once("\n\n")).ok_or("no list")?.0;
    let is_first = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    Ok(list
        .lines()
        .filter(is_first)
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect())
}

#[test]
fn completions_know_every_command() -> Result {
    let commands = commands()?;
    assert!(commands.len() > 10 && commands.contains(&"init".to_owned()), "{commands:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Outcome::of(program().args(["completions", shell]))?.expect(0)?.stdout;
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell}: {command}");
        }
    }
    Outcome::of(program().args(["completions", "abacus"]))?.expect(2)?;
    Ok(())
}

/// A full disk under a command's own words is told, and ends nothing half-way; a reader that goes early is no failure.
#[cfg(target_os = "linux")]
#[test]
fn words_that_nobody_takes_are_no_accident() -> Result {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full");
    let region = Region::harbourside()?;
    let broken = Region::harbourside()?;
    broken.replace("systems/plume.yaml", "status: beta", "status: betta")?;
    for (of, args) in [
        (&region, vec!["check", "--as-of", AS_OF]),
        (&broken, vec!["check", "--as-of", AS_OF, "--format", "sarif"]),
        (&broken, vec!["check", "--as-of", AS_OF, "--format", "json"]),
        (&region, vec!["build", "--as-of", AS_OF]),
        (&region, vec!["verify", "public"]),
        (&region, vec!["explain"]),
        (&region, vec!["words"]),
        (&region, vec!["man"]),
    ] {
        let run = |out: Stdio| {
            Outcome::of(program().args(&args).current_dir(of.root()).stdout(out).stderr(Stdio::piped()))
        };
        let told = run(full()?.into())?;
        assert_eq!(told.code, Some(3), "{args:?}: {}", told.stderr);
        assert!(told.stderr.contains("No space left"), "{args:?}: {}", told.stderr);
        // Nobody reads the other end.
        let (reader, writer) = std::io::pipe()?;
        drop(reader);
        let told = run(writer.into())?;
        assert!(matches!(told.code, Some(0 | 1)), "{args:?}: {:?} {}", told.code, told.stderr);
        assert!(!told.stderr.contains("panicked"), "{args:?}: {}", told.stderr);
    }
    let told =
        program().args(["check", "--as-of", AS_OF]).current_dir(broken.root()).stderr(full()?).output()?;
    assert_eq!(told.status.code(), Some(1));
    assert!(tree(&region.out())?.contains_key("index.html"), "the site was built all the same");
    Ok(())
}

#[test]
fn the_manual_has_a_page_for_every_command() -> Result {
    let page = Outcome::of(program().arg("man"))?.expect(0)?.stdout;
    assert!(page.contains(".TH citytools 1"), "{page}");
    let desk = tempfile::tempdir()?;
    let folder = desk.path().join("man/man1");
    Outcome::of(program().arg("man").arg(&folder))?.expect(0)?;
    for command in commands()?.iter().filter(|command| *command != "help") {
        let page = fs::read_to_string(folder.join(format!("citytools-{command}.1")))
            .map_err(|error| format!("{command}: {error}"))?;
        assert!(page.contains("SYNOPSIS"), "{command}");
    }
    Ok(())
}

/// The log of a workflow quotes what a stranger proposes, and the runner obeys lines of it.
#[test]
fn no_record_commands_the_runner_of_a_workflow() -> Result {
    let command = |at: usize| format!("a\\n::warning::{at}\\r::add-mask::{at}\\n##[add-mask]{at}");
    let region = Region::harbourside()?;
    region.replace(
        "site.yaml",
        "title: \"City Tools: Harbourside\"",
        "title: \"::stop-commands::x ##[group]\"",
    )?;
    let built = region.build()?.expect(0)?;
    let record = format!(
        "name: X\nparent: {{supplier: \"{}\"}}\nwebsite: \"{}\"\nsize: \"{}\"\n\"{}\": a\n",
        command(1),
        command(2),
        command(3),
        command(4)
    );
    region.write("suppliers/x.yaml", record)?;
    let told = region.check()?.expect(1)?;
    assert!(told.stderr.matches("::warning::").count() > 6, "{}", told.stderr);
    for said in [&built.stdout, &built.stderr, &told.stdout, &told.stderr] {
        let obeyed = |line: &&str| line.trim_start().starts_with("::") || line.contains("##[");
        let obeyed: Vec<_> = said.split(['\n', '\r']).filter(obeyed).collect();
        assert!(obeyed.is_empty(), "{obeyed:?}");
    }
    // Programs get what the record says.
    for format in ["json", "sarif"] {
        let meant = region.run(["check", "--as-of", AS_OF, "--format", format])?.expect(1)?;
        assert!(!meant.stdout.contains("##["), "{}", meant.stdout);
        let values = serde_json::Deserializer::from_str(&meant.stdout).into_iter::<serde_json::Value>();
        let values = values.collect::<std::result::Result<Vec<_>, _>>()?;
        assert!(values.iter().any(|value| value.to_string().contains("##[add-mask]1")), "{}", meant.stdout);
    }
    // What is meant for the runner still is.
    let meant = region.run(["check", "--as-of", AS_OF, "--format", "github"])?.expect(1)?;
    assert!(meant.stdout.lines().all(|line| line.starts_with("::")), "{}", meant.stdout);
    Ok(())
}
