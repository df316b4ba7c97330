%% Records floats.txt: erlc record_floats.erl && erl -noshell -s record_floats m
-module(record_floats).
-export([m/0]).

%% Floats of all magnitudes, of few digits, and with ties.
sample(I) ->
    R = rand:uniform(1 bsl 52) - 1,
    case I rem 5 of
        0 -> <<F:64/float>> = <<0:1, (rand:uniform(2046)):11, R:52>>, F;
        1 -> (R rem 20000000 - 10000000) / lists:nth(R rem 7 + 1, [1, 2, 4, 8, 10, 100, 1024]);
        2 -> (R rem 1000000000) / math:pow(10, R rem 20);
        3 -> R / 4;
        4 -> (R rem 1000) * math:pow(10, R rem 30)
    end.

m() ->
    rand:seed(exsss, {1, 2, 3}),
    {ok, D} = file:open("floats.txt", [write]),
    io:format(D, "# Bits of a float, then what Erlang/OTP ~s makes of it: short, default, decimals 0 2 6 15 18 20.~n", [erlang:system_info(otp_release)]),
    lists:foreach(fun(I) ->
        F = sample(I),
        <<B:64>> = <<F/float>>,
        Decimals = fun(N) -> try float_to_list(F, [{decimals, N}]) catch _:_ -> "-" end end,
        io:format(D, "~w ~s ~s ~s ~s ~s ~s ~s ~s~n", [B, float_to_list(F, [short]), float_to_list(F) | [Decimals(N) || N <- [0, 2, 6, 15, 18, 20]]])
    end, lists:seq(1, 200)),
    file:close(D),
    halt().
