//! What packagers take from the program: completions and manual pages that know every command.

use std::fs;

use crate::support::{Outcome, Result, program};

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
