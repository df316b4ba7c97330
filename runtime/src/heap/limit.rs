//! The end of memory: where no collection can help any more and no process can be told.

/// Ends the program: there is no memory for `what`. Called only where going back is impossible: in
/// the middle of a collection, or between two safe points.
#[cold]
pub fn out_of_memory(what: &str) -> ! {
    eprintln!("alate: out of memory: no room for {what}");
    std::process::exit(1)
}
