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
 {integer_to_list,[1,2]},{integer_to_binary,[1,2]},{float_to_list,[1,2]},{float_to_binary,[1,2]},{list_to_integer,[1,2]},{binary_to_integer,[1,2]},{list_to_float,[1]},{binary_to_float,[1]},{crc32,[1,2]},{adler32,[1,2]},{md5,[1]},{phash2,[1,2]}], A <- As]
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
%% Calls beyond the combinations.
calls() -> [
 {binary,match,[<<"abcabc">>,<<"bc">>]},{binary,match,[<<"abcabc">>,[<<"c">>,<<"bc">>]]},{binary,match,[<<"abcabc">>,[<<"b">>,<<"bc">>]]},
 {binary,match,[<<"abc">>,<<>>]},{binary,match,[<<"abc">>,[]]},{binary,match,[<<"abc">>,[<<>>]]},
 {binary,match,[<<"abcabc">>,<<"a">>,[{scope,{1,5}}]]},{binary,match,[<<"abcabc">>,<<"a">>,[{scope,{4,-4}}]]},{binary,match,[<<"abcabc">>,<<"a">>,[{scope,{1,9}}]]},{binary,match,[<<"abcabc">>,<<"a">>,[foo]]},
 {binary,matches,[<<"abababa">>,<<"aba">>]},{binary,matches,[<<"abcabc">>,[<<"b">>,<<"bc">>,<<"ca">>]]},{binary,matches,[<<"xaxbx">>,<<"x">>,[{scope,{1,4}}]]},
 {binary,split,[<<"a,b,c">>,<<",">>]},{binary,split,[<<"a,b,c">>,<<",">>,[global]]},{binary,split,[<<",a,,b,">>,<<",">>,[global,trim]]},{binary,split,[<<",a,,b,">>,<<",">>,[global,trim_all]]},
 {binary,split,[<<",">>,<<",">>,[trim]]},{binary,split,[<<",">>,<<",">>,[trim_all]]},{binary,split,[<<>>,<<",">>,[trim]]},{binary,split,[<<"a,b">>,<<",">>,[{scope,{2,1}}]]},{binary,split,[<<"a,b;c">>,[<<",">>,<<";">>],[global]]},{binary,split,[<<"abc">>,<<"x">>,[foo]]},
 {binary,replace,[<<"abab">>,<<"a">>,<<"x">>]},{binary,replace,[<<"abab">>,<<"a">>,<<"xy">>,[global]]},{binary,replace,[<<"abcde">>,<<"b">>,<<"[]">>,[{insert_replaced,1}]]},{binary,replace,[<<"abcde">>,[<<"b">>,<<"d">>],<<"[]">>,[global,{insert_replaced,[1,1]}]]},{binary,replace,[<<"abcde">>,<<"b">>,<<"[]">>,[{insert_replaced,3}]]},
 {binary,longest_common_prefix,[[<<"erlang">>,<<"ergo">>]]},{binary,longest_common_suffix,[[<<"erlang">>,<<"fang">>]]},{binary,longest_common_prefix,[[]]},
 {binary,encode_unsigned,[258,little]},{binary,encode_unsigned,[1 bsl 100]},{binary,encode_unsigned,[258,foo]},{binary,decode_unsigned,[<<1,2>>,little]},{binary,decode_unsigned,[<<255,255,255,255,255,255,255,255,255>>]},
 {binary,bin_to_list,[<<1,2,3>>,1,2]},{binary,bin_to_list,[<<1,2,3>>,{3,-2}]},{binary,copy,[<<1,2>>,3]},{binary,part,[<<1,2,3>>,{3,-2}]},
 {erlang,binary_to_list,[<<1,2,3>>,2,3]},{erlang,binary_to_list,[<<1,2,3>>,3,2]},{erlang,binary_to_list,[<<1,2,3>>,1,4]},{erlang,split_binary,[<<1:9>>,1]},
 {unicode,characters_to_list,[[97,[8364|<<"b">>]]]},{unicode,characters_to_list,[[97,<<98,255,99>>,100]]},{unicode,characters_to_list,[[97,<<98,195>>]]},{unicode,characters_to_list,[[97,<<98,195>>,<<169>>]]},{unicode,characters_to_list,[[97,<<98,195>>,100]]},{unicode,characters_to_list,[[97,16#D800,100]]},{unicode,characters_to_list,[[97,1114112,[98]]]},
 {unicode,characters_to_list,[<<255>>,latin1]},{unicode,characters_to_list,[<<0,97>>,utf16]},{unicode,characters_to_list,[<<0,97,1>>,utf16]},{unicode,characters_to_list,[<<97,0>>,{utf16,little}]},{unicode,characters_to_list,[<<0,0,0,97>>,utf32]},{unicode,characters_to_list,[<<216,61,222,0>>,utf16]},{unicode,characters_to_list,[[-1]]},{unicode,characters_to_list,[[97|98]]},{unicode,characters_to_list,[[300],latin1]},{unicode,characters_to_list,[[97,<<98,255,99>>|<<100>>]]},
 {unicode,characters_to_binary,[<<233>>,latin1]},{unicode,characters_to_binary,[[8364],utf8,latin1]},{unicode,characters_to_binary,[[97,8364,98],utf8,latin1]},{unicode,characters_to_binary,[[97],utf8,utf16]},{unicode,characters_to_binary,[[97],utf8,{utf32,little}]},{unicode,characters_to_binary,[[97,[[98,<<255,99>>],100],101]]},{unicode,characters_to_binary,[[97,<<195>>,98]]},{unicode,characters_to_binary,[[97],foo]},{unicode,characters_to_binary,[[65536],utf8,utf16]},
 {erlang,float_to_list,[1.5,[{decimals,3},compact]]},{erlang,float_to_list,[100.0,[{decimals,3},compact]]},{erlang,float_to_list,[1.0e300,[{decimals,10}]]},{erlang,float_to_list,[1.5,[{decimals,254}]]},{erlang,float_to_list,[1.5,[{scientific,0}]]},{erlang,float_to_list,[1.5,[{scientific,250}]]},{erlang,float_to_list,[1.5,[{scientific,3},compact]]},{erlang,float_to_list,[1.5,[{scientific,3},short]]},{erlang,float_to_list,[1.5,[short,{scientific,3}]]},{erlang,float_to_list,[0.0,[{decimals,4},compact]]},{erlang,float_to_binary,[9.995,[{decimals,2}]]},
 {erlang,list_to_integer,["fF",16]},{erlang,list_to_integer,["12",2]},{erlang,integer_to_list,[-255,36]},{erlang,integer_to_binary,[1 bsl 100,16]},{erlang,list_to_float,["-1.5e-05"]},{erlang,list_to_float,["1.0e400"]},{erlang,list_to_float,["1.0e-400"]},
 {erlang,list_to_atom,[lists:duplicate(256,$a)]},{erlang,list_to_atom,[[16#D800]]},{erlang,binary_to_atom,[<<255>>,latin1]},{erlang,atom_to_binary,['é',latin1]},
 {erlang,make_tuple,[3,a,[{2,b}]]},{erlang,make_tuple,[3,a,[{2,b},{9,c}]]},{erlang,make_tuple,[3,a,[{2,b},{2,c}]]},{erlang,insert_element,[3,{a,b},c]},{erlang,insert_element,[4,{a,b},c]},
 {erlang,is_record,[{a,1},a,2]},{erlang,is_record,[{a,1},a]},{erlang,is_record,[{a,1},1]},
 {erlang,'bsl',[1,1000000000000]},{erlang,'bsl',[0,1 bsl 70]},{erlang,'bsr',[-1,1 bsl 70]},{erlang,'bsl',[1,-(1 bsl 70)]},
 {math,fmod,[5,0]},{math,pow,[2,0.5]},{math,log2,[8]},{math,acos,[2]},{math,sinh,[1000]},{math,erf,[1]},{math,sqrt,[1 bsl 2000]},
 {erlang,convert_time_unit,[5,second,millisecond]},{erlang,convert_time_unit,[-1,nanosecond,second]},{erlang,convert_time_unit,[7,2,3]},{erlang,convert_time_unit,[7,0,3]},
 {erlang,crc32,[5,<<"abc">>]},{erlang,adler32,[[<<"abc">>,$d]]},{erlang,md5,[[<<"abc">>,lists:duplicate(200,$d)]]},{erlang,phash2,[a,1 bsl 32]},{erlang,phash2,[[b],(1 bsl 32)+1]},
 {maps,from_list,[[{I,I*I}||I<-lists:seq(1,32)]]},{maps,take,[a,#{a=>1,b=>2}]},{maps,merge,[#{a=>1,b=>2},#{b=>3,1.0=>4,1=>5}]}]
 ++ [{erlang,term_to_binary,[T]} || T <- [a,'€',[1,2,300,a|b],"abc",1.5,<<1:3>>,-1,1 bsl 31,-(1 bsl 70),1 bsl 3000,{},#{b=>1,a=>2,1=>3,1.0=>4},list_to_tuple(lists:seq(1,256)),lists:duplicate(10,[])]]
 ++ [{erlang,term_to_binary,[1.5,[{minor_version,0}]]},{erlang,term_to_binary,[a,[{minor_version,2}]]},{erlang,term_to_binary,[a,[foo]]},{erlang,external_size,[[1,2]]}]
 ++ [{erlang,binary_to_term,[B]} || B <- [<<131,97,1,0>>,<<131,97>>,<<130,97,1>>,<<131,110,1,0,5>>,<<131,110,9,1,0,0,0,0,0,0,0,0,0>>,<<131,99,"1.50000000000000000000e+00",0,0,0,0,0>>,<<131,70,127,240,0,0,0,0,0,0>>,<<131,77,0,0,0,1,3,255>>,<<131,77,0,0,0,1,0,255>>,<<131,108,0,0,0,1,97,1,97,2>>,<<131,107,0,0>>,<<131,111,0,0,0,1,0,7>>]]
 ++ [{erlang,binary_to_term,[<<131,97,1,0>>,[used]]},{erlang,binary_to_term,[<<131,97,1>>,[foo]]},{erlang,binary_to_term,[<<131,100,0,6,"qqqwwz">>,[safe]]}].
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
  end, fns()),
 [io:format(D,"call ~tw ~tw\t~tw\t~ts\n",[M,F,list_to_tuple(As),case call({M,F,0},As) of {error,E} -> io_lib:format("!~tw",[E]); {ok,V} -> io_lib:format("~tw",[V]) end]) || {M,F,As} <- calls()],
 file:close(D), halt().
