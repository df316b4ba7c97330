%% A header as Erlang programs have them.
-ifndef(SHAPES_HRL).
-define(SHAPES_HRL, 1).

-define(VERSION, "1.2").
-define(LIMIT, 10).
-define(DOUBLE(X), (X * 2)).
-define(ADD(X, Y), X + Y).
-define(TAGGED(X), {tag, X, ?LIMIT}).
-define(LIST(X), [X, 1 | [2]]).
-define(BYTES, <<1,2,3>>).
-define(NEGATIVE, -1).
-define(FLOAT, 1.5e3).
-define(ATOM, circle).
-define(QUOTED, 'Big circle').
-define(MAP, #{a => 1}).
-define(REVERSE(X), lists:reverse(X)).
-define(LOCAL(X), twice(X)).
-define(NONE(), 42).
-define(ADDER, fun(X) -> X + 1 end).
-define(CHOICE(X), case X of 1 -> one; _ -> many end).

-record(circle, {x = 0, y = 0 :: integer(), r :: number(), tags = [round, ?ATOM]}).
-record(empty, {}).

-type shape() :: #circle{} | empty.
-type numbers(A) :: [A] | {A, integer()} | #{atom() => A}.

-spec area(#circle{}) -> float().
area(#circle{r = R}) -> 3 * R * R.

-spec biggest([integer()]) -> integer() | none.
biggest([]) -> none;
biggest([X]) when is_integer(X), X > ?LIMIT -> {big, X};
biggest([X]) -> X;
biggest([X, Y | Rest]) ->
    case X > Y of
        true -> biggest([X | Rest]);
        false -> biggest([Y | Rest])
    end.

moved(C, Dx) ->
    X = C#circle.x + Dx,
    {_, Y} = {ignored, C#circle.y},
    C#circle{x = X, y = Y + 1}.

twice(X) -> ?DOUBLE(X).

-undef(LIMIT).
-ifdef(LIMIT).
-define(AFTER, wrong).
-else.
-define(AFTER, right).
-endif.
-endif.
