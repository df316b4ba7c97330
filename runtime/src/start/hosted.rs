//! The runtime inside another program, such as the compiler: it runs on threads of its own, all code in
//! it is loaded, and the other program calls functions in it.

use super::main::{memory, world};
use crate::atom;
use crate::heap::Options;
use crate::loader::{LoadError, Loader};
use crate::os::threads;
use crate::process::host::{Event, HOST};
use crate::process::{Call, Processes};
use crate::word::Word;
use alate_abi::program::{Enter, Program};
use alate_abi::sections::ABI_VERSION;

/// What lives in the heap of a program inside another is bounded by this.
const HEAP_LIMIT: u64 = 2 << 30;

/// A running runtime inside this program. There is at most one.
pub struct Hosted {
    loader: Loader,
    processes: &'static Processes,
}

impl Hosted {
    /// Starts the runtime with the object of the stubs, which the compiler makes, and those of the
    /// library's module `alate_host` and of all that it needs. The error is a sentence for the user.
    ///
    /// # Safety
    /// The objects are what the compiler has written.
    pub unsafe fn start(stubs: &[u8], library: &[&[u8]]) -> Result<Hosted, String> {
        let mut options = Options::from_environment()?;
        options.limit = options.limit.min(HEAP_LIMIT);
        let (heap, stacks) = memory(options)?;
        atom::well_known::resolve_all();
        HOST.settle();
        let mut loader = Loader::new(stacks);
        // SAFETY: the caller's contract.
        let load = |loader: &mut Loader, object: &[u8]| unsafe {
            loader.load(object).map_err(|error| error.to_string())
        };
        load(&mut loader, stubs)?;
        for object in library {
            load(&mut loader, object)?;
        }
        let program: &'static Program = Box::leak(Box::new(program(&loader)?));
        let scheduler = world(program, heap, stacks)?;
        let (processes, worker) = (scheduler.processes(), scheduler.first_worker());
        let intern =
            |name: &str| atom::intern_for_ever(name).map_err(|_| "too many atoms".to_owned());
        let call = [intern("alate_host")?, intern("serve")?, Word::NIL];
        let mut process = processes
            .create(worker)
            .ok_or_else(|| "no memory for a process".to_owned())?;
        let first = process.process().pid();
        process.parent = first;
        processes.begin(worker, process, Call::Function(call, 0));
        threads::begin("worker", Box::new(move || scheduler.run(first)))
            .map_err(|error| format!("no thread for the runtime: {error}"))?;
        Ok(Hosted { loader, processes })
    }

    /// Loads an object; answers the names of its modules.
    ///
    /// # Safety
    /// The object is what the compiler has written.
    pub unsafe fn load(&mut self, object: &[u8]) -> Result<Vec<String>, LoadError> {
        // SAFETY: the caller's contract.
        let modules = unsafe { self.loader.load(object)? };
        let names = modules.into_iter().filter_map(atom::name);
        Ok(names.map(str::to_owned).collect())
    }

    /// What calls functions in it: from any thread, several at a time.
    pub fn caller(&self) -> Caller {
        Caller(self.processes)
    }
}

/// Calls functions in a runtime inside this program.
#[derive(Clone, Copy)]
pub struct Caller(&'static Processes);

impl Caller {
    /// Calls a function: request and result are terms in the external format, as the module
    /// `alate_host` says. What it asks meanwhile, `answer` answers.
    pub fn call(self, request: &[u8], answer: &mut dyn FnMut(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
        let number = HOST.request(request);
        self.0.knock();
        loop {
            match HOST.next_event(number) {
                Event::Result(bytes) => return bytes,
                Event::Question(asker, bytes) => {
                    HOST.answer(asker, answer(bytes));
                    self.0.knock();
                }
            }
        }
    }
}

/// What a linked program has the compiler write for it.
fn program(loader: &Loader) -> Result<Program, String> {
    let stub = |name: &str| {
        let address = loader.symbol(name);
        address.ok_or_else(|| format!("the stubs lack {name}"))
    };
    let none = [std::ptr::null(); 2];
    // SAFETY: the stub has this signature.
    let enter = unsafe { std::mem::transmute::<usize, Enter>(stub("alate_enter")? as usize) };
    Ok(Program {
        abi_version: ABI_VERSION,
        main: std::ptr::null(),
        main_arity: 0,
        atoms: none,
        frames: [std::ptr::null(); 2],
        modules: [std::ptr::null(); 2],
        variables: [std::ptr::null(); 2],
        initialisers: std::ptr::null(),
        initialiser_count: 0,
        enter,
        done: stub("alate_done")?,
        uncaught: stub("alate_uncaught")?,
        watermark: stub("alate_watermark")?,
        raise: stub("alate_raise")?,
        apply_fun: stub("alate_apply_fun")?,
        apply: stub("alate_apply")?,
        resume_0: stub("alate_resume_0")?,
        resume_2: stub("alate_resume_2")?,
        resume_3: stub("alate_resume_3")?,
    })
}
