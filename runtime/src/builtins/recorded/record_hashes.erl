%% coding: utf-8
%% Records hashes.txt: erlc record_hashes.erl && erl -noshell -s record_hashes m
-module(record_hashes).
-export([m/0]).

pick(L) -> lists:nth(rand:uniform(length(L)), L).
bytes(N) -> [rand:uniform(256) - 1 || _ <- lists:seq(1, N)].

%% Integers about every limit of sizes, floats, atoms, lists of bytes, bitstrings of all lengths.
leaf() ->
    case rand:uniform(7) of
        1 -> pick([1, -1]) * (rand:uniform(1 bsl pick([8, 9, 27, 28])) - 1);
        2 -> pick([1, -1]) * ((1 bsl pick([27, 28, 31, 32, 59, 60, 63, 64, 96, 128, 200])) + rand:uniform(3) - 2);
        3 -> pick([0.0, 1.0, -1.5, 1.0e300, -1.0e-300, rand:uniform()]);
        4 -> list_to_atom([pick("abcéÿλ日😀Z_") || _ <- lists:seq(1, rand:uniform(12) - 1)]);
        5 -> bytes(rand:uniform(10) - 1);
        6 -> list_to_binary(bytes(rand:uniform(40) - 1));
        7 -> S = rand:uniform(8) - 1, B = list_to_binary(bytes(rand:uniform(27) - 1)), <<B/binary, (rand:uniform(256) - 1):S>>
    end.

term(0) -> leaf();
term(D) ->
    N = rand:uniform(6) - 1,
    case rand:uniform(6) of
        1 -> leaf();
        2 -> list_to_tuple([term(D - 1) || _ <- lists:seq(1, N)]);
        3 -> [mixed(D) || _ <- lists:seq(1, 2 * N)];
        4 -> [mixed(D) || _ <- lists:seq(0, N)] ++ leaf();
        5 -> maps:from_list([{key(), term(D - 1)} || _ <- lists:seq(1, N)]);
        6 -> [term(D - 1)]
    end.

%% An element of a list: often a byte, for runs of these are hashed in another way.
mixed(D) -> case rand:uniform(2) of 1 -> rand:uniform(257) - 1; 2 -> term(D - 1) end.

key() -> leaf().

terms() ->
    [[], {}, #{}, <<>>, <<0:1>>, [[]], {[]}, [''], {'', ''}, [a | b], [97, 300, 98], "abcd", "abcde", [["a"], "b" | c],
     1 bsl 27, (1 bsl 27) - 1, -(1 bsl 27), -(1 bsl 27) - 1,
     maps:from_list([{I, [I]} || I <- lists:seq(1, 40)]), #{#{a => 1} => #{b => #{}}, [] => {#{c => d}}},
     list_to_tuple(lists:seq(1, 300))]
    ++ [leaf() || _ <- lists:seq(1, 150)] ++ [term(3) || _ <- lists:seq(1, 150)].

m() ->
    rand:seed(exsss, {1, 2, 3}),
    {ok, D} = file:open("hashes.txt", [write, {encoding, utf8}]),
    io:format(D, "# What phash2(Term, 1 bsl 32) of Erlang/OTP ~s answers, then the term.~n", [erlang:system_info(otp_release)]),
    [io:format(D, "~w\t~tw~n", [erlang:phash2(T, 1 bsl 32), T]) || T <- terms()],
    file:close(D),
    halt().
