//! `citytools verify`

use std::path::PathBuf;

use clap::Args;

use super::{End, failed, refused};
use crate::publish::verify;

#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// Folder with the built site.
    #[arg(value_name = "DIR", default_value = "public")]
    pub site: PathBuf,
}

pub(super) fn run(options: &Options) -> End {
    let shown = options.site.display();
    if !options.site.join("index.html").is_file() {
        return refused(&format!("{shown} is no built site; `citytools build` writes one"));
    }
    let verified = match verify::verify(&options.site) {
        Ok(verified) => verified,
        Err(error) => return failed(&format!("{shown}: {error}")),
    };
    for fault in &verified.faults {
        anstream::eprintln!("error: {shown}/{}: {}", fault.file, fault.what);
    }
    let (pages, files, addresses) = (verified.pages, verified.files, verified.addresses);
    let looked = format!("{pages} pages, {files} files, {addresses} addresses");
    if verified.faults.is_empty() {
        anstream::println!("{looked}: nothing is wrong.");
        return End::Done;
    }
    anstream::eprintln!("{looked}: {} faults.", verified.faults.len());
    End::Problems
}
