%% coding: utf-8
%% Records answers.txt: erlc record.erl && erl -noshell -s record m
-module(record).
-export([m/0]).
fns() -> [{erlang,F,A} || {F,As} <- [
 {'+',[1,2]},{'-',[1,2]},{'*',[2]},{'/',[2]},{'div',[2]},{'rem',[2]},{'band',[2]},{'bor',[2]},{'bxor',[2]},{'bnot',[1]},{'bsl',[2]},{'bsr',[2]},
 {abs,[1]},{float,[1]},{trunc,[1]},{round,[1]},{floor,[1]},{ceil,[1]},
 {'==',[2]},{'/=',[2]},{'=:=',[2]},{'=/=',[2]},{'<',[2]},{'=<',[2]},{'>',[2]},{'>=',[2]},{max,[2]},{min,[2]},
 {length,[1]},{tuple_size,[1]},{element,[2]},{setelement,[3]},{size,[1]},{tuple_to_list,[1]},{list_to_tuple,[1]},{hd,[1]},{tl,[1]},
 {make_tuple,[2,3]},{insert_element,[3]},{append_element,[2]},{delete_element,[2]},
 {is_atom,[1]},{is_binary,[1]},{is_bitstring,[1]},{is_boolean,[1]},{is_float,[1]},{is_function,[1,2]},{is_integer,[1]},{is_list,[1]},{is_map,[1]},{is_number,[1]},{is_pid,[1]},{is_port,[1]},{is_reference,[1]},{is_tuple,[1]},{is_record,[2,3]},
 {'not',[1]},{'and',[2]},{'or',[2]},{'xor',[2]},
 {map_size,[1]},{map_get,[2]},{is_map_key,[2]},
 {byte_size,[1]},{bit_size,[1]},{binary_part,[2,3]},{split_binary,[2]},{binary_to_list,[1,3]},{bitstring_to_list,[1]},{list_to_binary,[1]},{iolist_to_binary,[1]},{iolist_size,[1]},{list_to_bitstring,[1]},
 {atom_to_list,[1]},{atom_to_binary,[1,2]},{list_to_atom,[1]},{list_to_existing_atom,[1]},{binary_to_atom,[1,2]},{binary_to_existing_atom,[1,2]},
 {integer_to_list,[1,2]},{integer_to_binary,[1,2]},{float_to_list,[1,2]},{float_to_binary,[1,2]},{list_to_integer,[1,2]},{binary_to_integer,[1,2]},{list_to_float,[1]},{binary_to_float,[1]},{crc32,[1,2]},{adler32,[1,2]}], A <- As]
 ++ [{maps,F,A} || {F,A} <- [{get,2},{get,3},{find,2},{is_key,2},{put,3},{update,3},{remove,2},{take,2},{keys,1},{values,1},{to_list,1},{from_list,1},{merge,2},{size,1}]]
 ++ [{binary,F,A} || {F,A} <- [{at,2},{first,1},{last,1},{part,2},{part,3},{copy,1},{copy,2},{bin_to_list,1},{bin_to_list,2},{list_to_bin,1},{encode_unsigned,1},{decode_unsigned,1},{longest_common_prefix,1},{longest_common_suffix,1},{match,2},{matches,2},{split,2},{replace,3}]]
 ++ [{unicode,characters_to_list,1},{unicode,characters_to_binary,1}]
 ++ [{math,F,A} || {F,A} <- [{sqrt,1},{exp,1},{log,1},{floor,1},{ceil,1},{atan,1},{pow,2},{fmod,2},{atan2,2}]].
pool(1) -> [0,1,-7,1 bsl 59,1 bsl 60,-(1 bsl 60),1 bsl 70,-(1 bsl 70),1 bsl 2000,1.5,-2.5,0.0,-0.5,1.0e30,1.0e300,a,true,'é x',{},{a,b},{a,2,<<3>>},[],[1,2],[a|b],"12","-0x",[1.5,a],"+1.5","1.5e3","é",[300],[1,[<<2,3>>],<<4>>|<<5>>],[<<1:3>>,2],[{a,1},{b,2},{a,3}],<<>>,<<1,2,3>>,<<1:3>>,<<5,1:3>>,<<"12">>,<<"1.5">>,<<"a">>,<<195,169>>,<<255>>,[<<"abc">>,<<"abd">>],#{},#{a=>1,1=>{},1.0=>[]}];
pool(2) -> [0,1,-1,16,1 bsl 70,1.0,a,utf8,{a,b},{0,1},[],[1,2],[{decimals,2}],<<1,2,3>>,<<2>>,<<"12">>,#{a=>1}];
pool(3) -> [0,1,a,{a,1},<<1,2,3>>,#{a=>1}].
args(1) -> [[A]||A<-pool(1)];
args(2) -> [[A,B]||A<-pool(2),B<-pool(2)];
args(3) -> [[A,B,C]||A<-pool(3),B<-pool(3),C<-pool(3)].
skip({erlang,'bsl',2},[_,B]) when B >= 1 bsl 59 -> true;
skip({erlang,'bsr',2},[_,B]) when B =< -(1 bsl 59) -> true;
skip({erlang,make_tuple,_},[N|_]) when N > 100 -> true;
skip({binary,copy,2},[_,N]) when N > 100 -> true;
skip(_,_) -> false.
call({M,F,_},As) -> try apply(M,F,As) of V -> {ok,V} catch error:R -> {error,R} end.
m() ->
 {ok,D} = file:open("answers.txt",[write,{encoding,utf8}]),
 io:format(D,"# Answers of Erlang/OTP ~s. First the arguments tried: for each arity every combination of\n# its pool. Then each function: what is not listed raised badarg (or the other reason named).\n",[erlang:system_info(otp_release)]),
 [[io:format(D,"pool ~w ~tw\n",[N,T])||T<-pool(N)]||N<-[1,2,3]],
 lists:foreach(fun({M,F,A}=Fn) ->
   Rs = [{As,call(Fn,As)}||As<-args(A),not skip(Fn,As)],
   Errs = [R||{_,{error,R}}<-Rs],
   Def = case length([x||badarith<-Errs])*2 > length(Errs) of true -> badarith; false -> badarg end,
   io:format(D,"function ~tw ~tw ~w ~w\n",[M,F,A,Def]),
   [case R of
      {error,Def} -> ok;
      {error,E} -> io:format(D,"~tw\t!~tw\n",[list_to_tuple(As),E]);
      {ok,true} -> io:format(D,"~tw\tT\n",[list_to_tuple(As)]);
      {ok,false} -> io:format(D,"~tw\tF\n",[list_to_tuple(As)]);
      {ok,V} -> io:format(D,"~tw\t~tw\n",[list_to_tuple(As),V]) end || {As,R}<-Rs]
  end, fns()), file:close(D), halt().
