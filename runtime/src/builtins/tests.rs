//! Every row of the table has its symbol: a missing one fails the link of this test.

use alate_abi::builtins::BUILTINS;

macro_rules! symbols {
    ($(($module:literal, $name:literal, $arity:literal, $symbol:ident, $usage:ident))*) => {
        /// Address of each builtin, in the order of the table.
        pub fn addresses() -> Vec<usize> {
            vec![$({
                unsafe extern "C" {
                    safe fn $symbol();
                }
                $symbol as *const () as usize
            },)*]
        }
    };
}
alate_abi::for_each_builtin!(symbols);

#[test]
fn every_row_has_a_symbol() {
    let addresses = addresses();
    assert_eq!(addresses.len(), BUILTINS.len());
    assert!(addresses.iter().all(|&address| address != 0));
    for (index, row) in BUILTINS.iter().enumerate() {
        let same = |other: &&alate_abi::builtins::Builtin| {
            (other.module, other.name, other.arity) == (row.module, row.name, row.arity)
        };
        assert_eq!(
            BUILTINS.iter().filter(same).count(),
            1,
            "row {index}: {row:?}"
        );
        assert!(row.arity <= 5, "{row:?}");
    }
}
