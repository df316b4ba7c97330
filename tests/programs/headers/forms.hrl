%% What functions of a header may hold.
choice(X) -> if X > 10 -> big; X < 0, X > -5 -> small; true -> middle end.
waited() -> receive {never, X} -> X after 1 -> timeout end.
tried(F) ->
    try F() of
        {ok, Y} -> {value, Y};
        Other -> Other
    catch
        throw:Z -> {thrown, Z};
        error:{badarg, _} -> badarg;
        W -> W
    after
        self() ! done
    end.
caught(F) -> catch F().
chosen(L) -> [{X, Y} || X <- L, X > 2, {ok, Y} <- [{ok, X}, X]].
nibbles(B) -> << <<X:8>> || <<X:4>> <= B >>.
packed(X) -> <<X:16/little-unsigned-integer, "abc", (length("xy")):8>>.
unpacked(<<A:8, B:16/little, Rest/binary>>) -> {A, B, Rest}.
bound(X) -> Y = X + 1, {Z, W} = {Y, X}, [Z, W].
updated(M) -> M#{a => 1, b := 2}.
keyed(#{a := X}) -> X.
logical(X) when is_boolean(X) -> not X and true or false xor X.
short(X, Y) -> X andalso Y orelse none.
folded(L) -> lists:foldl(fun(X, Sum) -> X + Sum end, 0, L).
named() -> fun lists:reverse/1.
anonymous() -> fun(0) -> zero; (N) when N > 0 -> positive; (_) -> negative end.
called(M, F) -> {M:F(1), apply(M, F, [2])}.
grouped() -> begin self() ! a, receive a -> b end end.
numbers() -> [16#ff, 1_000, 1.5e3, 2#101, -3].
operators(X) -> -X + +X - bnot X * 2 div 4 rem 5 band 6 bsl 2.
strings() -> "str" "ing" ++ [] ++ "s" -- "t".
compared(X) -> [X =:= 1, X =/= 1, X == 1.0, X /= 1, X =< 1, X >= 1].
aliased([H | T] = L, {_, _Y} = P) -> {H, T, L, P}.
nothing() -> {[], {}, #{}, <<>>, "", 'quoted atom'}.
applied(X) -> (fun(Y) -> {Y} end)(X).
lines(A, B) ->
    First = A,   % a comment
    Second = [B|First],
    Second.
