//! `system_info`, `system_flag` and `memory`: what programs ask of Erlang's machine, with the values of
//! OTP 25 where the thing itself does not exist here.

use super::entry::builtins;
use super::flags;
use super::processes::{worker, world};
use crate::atom::{self, well_known};
use crate::heap::{self, Heap};
use crate::os::memory::{code_bytes, resident_bytes};
use crate::process::Settings;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use std::sync::atomic::Ordering;

/// Of this release the library is.
const RELEASE: &str = "25";
const VERSION: &str = "13.1.5";

fn name(text: &str) -> Answer {
    atom::intern(text).map_err(|_| Failure::SystemLimit)
}

fn processors() -> i64 {
    std::thread::available_parallelism().map_or(1, |count| count.get() as i64)
}

fn numbers(ctx: &mut Context, numbers: &[i64]) -> Word {
    let words: Vec<Word> = numbers.iter().copied().map(Word::fixnum).collect();
    heap::list(ctx, words, Word::NIL)
}

fn system_info(ctx: &mut Context, item: Word) -> Answer {
    let Some(key) = atom::name(item) else {
        return wordsize(item);
    };
    Ok(match key {
        "process_count" => Word::fixnum(world(ctx)?.count() as i64),
        "process_limit" => Word::fixnum(world(ctx)?.limit() as i64),
        "schedulers" => Word::fixnum(world(ctx)?.workers.len() as i64),
        "schedulers_online" => {
            let online = world(ctx)?.workers_online.load(Ordering::Relaxed);
            Word::fixnum(i64::from(online))
        }
        "logical_processors" | "logical_processors_online" | "logical_processors_available" => {
            Word::fixnum(processors())
        }
        "dirty_cpu_schedulers" | "dirty_cpu_schedulers_online" | "dirty_io_schedulers" => {
            Word::fixnum(0)
        }
        "scheduler_id" => Word::fixnum(i64::from(worker(ctx)?.number) + 1),
        "scheduler_bind_type" => name("unbound")?,
        "scheduler_bindings" => heap::tuple(ctx, &[name("unbound")?]),
        "multi_scheduling" => name("enabled")?,
        "multi_scheduling_blockers" | "dist_ctrl" | "taints" | "atom_garbage" => Word::NIL,
        "ets_count" => Word::fixnum(world(ctx)?.tables.count() as i64),
        "atom_count" => Word::fixnum(atom::figures().0 as i64),
        "port_count" | "creation" | "thread_pool_size" => Word::fixnum(0),
        "port_limit" => Word::fixnum(65536),
        "ets_limit" => Word::fixnum(8192),
        "atom_limit" => Word::fixnum(atom::limit() as i64),
        "otp_release" => heap::char_list(ctx, RELEASE),
        "version" => heap::char_list(ctx, VERSION),
        "nif_version" => heap::char_list(ctx, "2.16"),
        "driver_version" => heap::char_list(ctx, "3.3"),
        "machine" => heap::char_list(ctx, "Alate"),
        "compat_rel" => Word::fixnum(25),
        "system_version" => {
            let text = format!(
                "Alate {} for Erlang/OTP {RELEASE}\n",
                env!("CARGO_PKG_VERSION")
            );
            heap::char_list(ctx, &text)
        }
        "system_architecture" => {
            let text = format!("{}-pc-{}-gnu", std::env::consts::ARCH, std::env::consts::OS);
            heap::char_list(ctx, &text)
        }
        "wordsize" => Word::fixnum(8),
        "build_type" | "emu_type" => name("opt")?,
        "emu_flavor" => name("native")?,
        "heap_type" => name("shared")?,
        "threads" | "smp_support" | "time_correction" => well_known::TRUE.get(),
        "kernel_poll" | "debug_compiled" | "lock_counting" => well_known::FALSE.get(),
        "time_offset" => name("final")?,
        "time_warp_mode" => name("no_time_warp")?,
        "tolerant_timeofday" => name("enabled")?,
        "start_time" => Word::fixnum(0),
        "end_time" => Word::fixnum(i64::MAX >> 4),
        "modified_timing_level" => well_known::UNDEFINED.get(),
        "delayed_node_table_gc" => Word::fixnum(60),
        "message_queue_data" => name("on_heap")?,
        "max_heap_size" => flags::kept(ctx, Settings::DEFAULT, key)?.ok_or(Failure::Badarg)?,
        "fullsweep_after" | "min_heap_size" | "min_bin_vheap_size" => {
            let value = flags::kept(ctx, Settings::DEFAULT, key)?.ok_or(Failure::Badarg)?;
            heap::tuple(ctx, &[item, value])
        }
        "garbage_collection" => {
            let mut pairs = Vec::new();
            for key in [
                "max_heap_size",
                "min_bin_vheap_size",
                "min_heap_size",
                "fullsweep_after",
            ] {
                let value = match key {
                    "max_heap_size" => Word::fixnum(0),
                    _ => flags::kept(ctx, Settings::DEFAULT, key)?.ok_or(Failure::Badarg)?,
                };
                let key = name(key)?;
                pairs.push(heap::tuple(ctx, &[key, value]));
            }
            heap::list(ctx, pairs, Word::NIL)
        }
        _ => return Err(Failure::Badarg),
    })
}

/// `#(wordsize internal)` and `#(wordsize external)`
fn wordsize(item: Word) -> Answer {
    let pair = item.as_tuple().ok_or(Failure::Badarg)?;
    let names: Vec<_> = pair
        .elements()
        .iter()
        .map(|word| atom::name(*word))
        .collect();
    match names[..] {
        [Some("wordsize"), Some("internal" | "external")] => Ok(Word::fixnum(8)),
        _ => Err(Failure::Badarg),
    }
}

/// The value there was. The new one is accepted, and nothing depends on it; `schedulers_online` is
/// kept and read back.
fn system_flag(ctx: &mut Context, flag: Word, value: Word) -> Answer {
    let number = value.as_fixnum();
    match (atom::name(flag), number) {
        (Some("schedulers_online"), Some(number)) => {
            let world = world(ctx)?;
            let online = u16::try_from(number).ok();
            let online =
                online.filter(|number| (1..=world.workers.len()).contains(&(*number).into()));
            let online = online.ok_or(Failure::Badarg)?;
            let before = world.workers_online.swap(online, Ordering::Relaxed);
            Ok(Word::fixnum(i64::from(before)))
        }
        (Some("dirty_cpu_schedulers_online"), Some(1..)) => Ok(Word::fixnum(0)),
        (Some("backtrace_depth"), Some(0..)) => Ok(Word::fixnum(8)),
        (Some("multi_scheduling"), None) if value.is_atom() => name("enabled"),
        (Some("time_offset"), None) if atom::name(value) == Some("finalize") => name("final"),
        (Some("scheduler_wall_time"), None) if value.is_atom() => Ok(well_known::FALSE.get()),
        (Some("trace_control_word"), Some(0..)) => Ok(Word::fixnum(0)),
        (Some(key), _) if !matches!(key, "message_queue_data" | "async_dist") => {
            let mut settings = Settings::DEFAULT;
            flags::set_kept(&mut settings, key, value)?;
            flags::kept(ctx, Settings::DEFAULT, key)?.ok_or(Failure::Badarg)
        }
        _ => Err(Failure::Badarg),
    }
}

/// The kinds of `memory` with their bytes. All terms lie in one heap, which counts as the processes',
/// but for the bytes of large binaries. Those of tables are without the objects in them.
fn kinds(ctx: &Context) -> Result<[(&'static str, u64); 9], Failure> {
    let (used, binary) = (Heap::program().used(), Heap::program().buffer_bytes());
    let processes = (used.old + used.young).saturating_sub(binary);
    let atom = atom::figures().1 as u64;
    let ets = world(ctx)?.tables.bytes() as u64;
    let code = code_bytes();
    // What is used need not be in memory, and what is counted not at one moment.
    let total = resident_bytes().max(processes + binary + atom + ets + code);
    Ok([
        ("total", total),
        ("processes", processes),
        ("processes_used", processes),
        ("system", total - processes),
        ("atom", atom),
        ("atom_used", atom),
        ("binary", binary),
        ("code", code),
        ("ets", ets),
    ])
}

fn memory(ctx: &mut Context) -> Answer {
    let mut pairs = Vec::new();
    for (kind, bytes) in kinds(ctx)? {
        let pair = [name(kind)?, Word::fixnum(bytes as i64)];
        pairs.push(heap::tuple(ctx, &pair));
    }
    Ok(heap::list(ctx, pairs, Word::NIL))
}

/// The bytes of one kind, or pairs for a list of kinds.
fn memory_of(ctx: &mut Context, wanted: Word) -> Answer {
    let kinds = kinds(ctx)?;
    let bytes = |word: Word| {
        let name = atom::name(word).ok_or(Failure::Badarg)?;
        let kind = kinds.iter().find(|(kind, _)| *kind == name);
        kind.map(|(_, bytes)| Word::fixnum(*bytes as i64))
            .ok_or(Failure::Badarg)
    };
    let Some(list) = wanted.list_elements() else {
        return bytes(wanted);
    };
    let mut pairs = Vec::new();
    for kind in list {
        let bytes = bytes(kind)?;
        pairs.push(heap::tuple(ctx, &[kind, bytes]));
    }
    Ok(heap::list(ctx, pairs, Word::NIL))
}

/// Figures of the scheduler for `statistics`; `None`: no such item.
pub(super) fn scheduler_figure(ctx: &mut Context, item: &str) -> Result<Option<Word>, Failure> {
    let world = world(ctx)?;
    let waiting = world.waiting() as i64;
    let lengths: Vec<i64> = world
        .workers
        .iter()
        .map(|worker| worker.waiting() as i64)
        .collect();
    Ok(Some(match item {
        "run_queue" | "total_run_queue_lengths" | "total_run_queue_lengths_all" => {
            Word::fixnum(waiting)
        }
        "run_queue_lengths" | "run_queue_lengths_all" => numbers(ctx, &lengths),
        "active_tasks" | "active_tasks_all" => numbers(
            ctx,
            &lengths
                .iter()
                .map(|waiting| waiting + 1)
                .collect::<Vec<_>>(),
        ),
        "total_active_tasks" | "total_active_tasks_all" => Word::fixnum(waiting + 1),
        "scheduler_wall_time" | "scheduler_wall_time_all" => well_known::UNDEFINED.get(),
        "garbage_collection" => {
            let (minor, major) = Heap::program().collections();
            let figures = [(minor + major) as i64, 0, 0].map(Word::fixnum);
            heap::tuple(ctx, &figures)
        }
        "io" => {
            let input = [name("input")?, Word::fixnum(0)];
            let output = [name("output")?, Word::fixnum(0)];
            let parts = [heap::tuple(ctx, &input), heap::tuple(ctx, &output)];
            heap::tuple(ctx, &parts)
        }
        _ => return Ok(None),
    }))
}

builtins! {
    /// `system_info(item)`
    alate_system_info(item) = system_info;
    /// `system_flag(flag, value)`
    alate_system_flag(flag, value) = system_flag;
    /// `memory()`
    alate_memory() = memory;
    /// `memory(kind-or-kinds)`
    alate_memory_of(wanted) = memory_of;
}
