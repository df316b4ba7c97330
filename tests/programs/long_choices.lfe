;; Many constants for one value, and expressions of hundreds of calls.
(defmodule long_choices
  (export (main 0)))

(defun number
  ((17) 51)
  ((3) 9)
  ((-5) -15)
  ((0) 0)
  ((1000) 3000)
  ((99) 297)
  ((2) 6)
  ((8) 24)
  ((7) 21)
  ((-1000) -3000)
  ((4096) 12288)
  ((55) 165)
  ((1152921504606846975) 'greatest)
  ((-1152921504606846976) 'least)
  ((1152921504606846976) 'beyond)
  ((1.0) 'float)
  ((#\a) 'a)
  ((#\b) 'b)
  ((other) (tuple 'other other)))

;; Guards that fail go on with the clauses after, equal constants included.
(defun guarded
  ((1 x) (when (> x 10)) 'one-large)
  ((2 x) (when (> x 10)) 'two-large)
  ((3 _) 'three)
  ((4 _) 'four)
  ((5 _) 'five)
  ((1 x) (when (> x 5)) 'one-middle)
  ((6 _) 'six)
  ((n x) (when (< x 0)) (tuple n 'negative))
  ((1 _) 'one)
  ((7 _) 'seven)
  ((8 (tuple y)) y)
  ((9 _) 'nine)
  ((10 _) 'ten)
  ((11 _) 'eleven)
  ((_ _) 'none))

(defun fruit
  (('apple) 0)
  (('banana) 1)
  (('cherry) 2)
  (('damson) 3)
  (('elder) 4)
  (('fig) 5)
  (('grape) 6)
  (('hazel) 7)
  (('ilama) 8)
  (('jujube) 9)
  (('kiwi) 10)
  (('lemon) 11)
  (('mango) 12)
  ((_) 'no))

(defun tagged
  (((tuple 'apple x)) (list 0 x))
  (((tuple 'banana x)) (list 1 x))
  (((tuple 'cherry x)) (list 2 x))
  (((tuple 'damson x)) (list 3 x))
  (((tuple 'elder x)) (list 4 x))
  (((tuple 'fig x)) (list 5 x))
  (((tuple 'grape x)) (list 6 x))
  (((tuple 'hazel x)) (list 7 x))
  (((tuple 'ilama x)) (list 8 x))
  (((tuple 'jujube x)) (list 9 x))
  (((tuple 'kiwi x)) (list 10 x))
  (((tuple 'lemon x)) (list 11 x))
  (((tuple 'mango x)) (list 12 x))
  (((tuple 'apple x y)) (list 'pair x y))
  (((tuple 'fig 1 y)) (list 'one y))
  (((tuple tag _ _)) tag)
  ((_) 'no))

(defun f (x) (if (is_integer x) x (error 'none)))

(defun long-sum () (+ (f 0) (f 1) (f 2) (f 3) (f 4) (f 5) (f 6) (f 7) (f 8) (f 9) (f 10) (f 11) (f 12) (f 13) (f 14) (f 15) (f 16) (f 17) (f 18) (f 19) (f 20) (f 21) (f 22) (f 23) (f 24) (f 25) (f 26) (f 27) (f 28) (f 29) (f 30) (f 31) (f 32) (f 33) (f 34) (f 35) (f 36) (f 37) (f 38) (f 39) (f 40) (f 41) (f 42) (f 43) (f 44) (f 45) (f 46) (f 47) (f 48) (f 49) (f 50) (f 51) (f 52) (f 53) (f 54) (f 55) (f 56) (f 57) (f 58) (f 59) (f 60) (f 61) (f 62) (f 63) (f 64) (f 65) (f 66) (f 67) (f 68) (f 69) (f 70) (f 71) (f 72) (f 73) (f 74) (f 75) (f 76) (f 77) (f 78) (f 79) (f 80) (f 81) (f 82) (f 83) (f 84) (f 85) (f 86) (f 87) (f 88) (f 89) (f 90) (f 91) (f 92) (f 93) (f 94) (f 95) (f 96) (f 97) (f 98) (f 99) (f 100) (f 101) (f 102) (f 103) (f 104) (f 105) (f 106) (f 107) (f 108) (f 109) (f 110) (f 111) (f 112) (f 113) (f 114) (f 115) (f 116) (f 117) (f 118) (f 119) (f 120) (f 121) (f 122) (f 123) (f 124) (f 125) (f 126) (f 127) (f 128) (f 129) (f 130) (f 131) (f 132) (f 133) (f 134) (f 135) (f 136) (f 137) (f 138) (f 139) (f 140) (f 141) (f 142) (f 143) (f 144) (f 145) (f 146) (f 147) (f 148) (f 149) (f 150) (f 151) (f 152) (f 153) (f 154) (f 155) (f 156) (f 157) (f 158) (f 159) (f 160) (f 161) (f 162) (f 163) (f 164) (f 165) (f 166) (f 167) (f 168) (f 169) (f 170) (f 171) (f 172) (f 173) (f 174) (f 175) (f 176) (f 177) (f 178) (f 179) (f 180) (f 181) (f 182) (f 183) (f 184) (f 185) (f 186) (f 187) (f 188) (f 189) (f 190) (f 191) (f 192) (f 193) (f 194) (f 195) (f 196) (f 197) (f 198) (f 199) (f 200) (f 201) (f 202) (f 203) (f 204) (f 205) (f 206) (f 207) (f 208) (f 209) (f 210) (f 211) (f 212) (f 213) (f 214) (f 215) (f 216) (f 217) (f 218) (f 219) (f 220) (f 221) (f 222) (f 223) (f 224) (f 225) (f 226) (f 227) (f 228) (f 229) (f 230) (f 231) (f 232) (f 233) (f 234) (f 235) (f 236) (f 237) (f 238) (f 239) (f 240) (f 241) (f 242) (f 243) (f 244) (f 245) (f 246) (f 247) (f 248) (f 249) (f 250) (f 251) (f 252) (f 253) (f 254) (f 255) (f 256) (f 257) (f 258) (f 259) (f 260) (f 261) (f 262) (f 263) (f 264) (f 265) (f 266) (f 267) (f 268) (f 269) (f 270) (f 271) (f 272) (f 273) (f 274) (f 275) (f 276) (f 277) (f 278) (f 279) (f 280) (f 281) (f 282) (f 283) (f 284) (f 285) (f 286) (f 287) (f 288) (f 289) (f 290) (f 291) (f 292) (f 293) (f 294) (f 295) (f 296) (f 297) (f 298) (f 299) (f 300) (f 301) (f 302) (f 303) (f 304) (f 305) (f 306) (f 307) (f 308) (f 309) (f 310) (f 311) (f 312) (f 313) (f 314) (f 315) (f 316) (f 317) (f 318) (f 319) (f 320) (f 321) (f 322) (f 323) (f 324) (f 325) (f 326) (f 327) (f 328) (f 329) (f 330) (f 331) (f 332) (f 333) (f 334) (f 335) (f 336) (f 337) (f 338) (f 339) (f 340) (f 341) (f 342) (f 343) (f 344) (f 345) (f 346) (f 347) (f 348) (f 349) (f 350) (f 351) (f 352) (f 353) (f 354) (f 355) (f 356) (f 357) (f 358) (f 359) (f 360) (f 361) (f 362) (f 363) (f 364) (f 365) (f 366) (f 367) (f 368) (f 369) (f 370) (f 371) (f 372) (f 373) (f 374) (f 375) (f 376) (f 377) (f 378) (f 379) (f 380) (f 381) (f 382) (f 383) (f 384) (f 385) (f 386) (f 387) (f 388) (f 389) (f 390) (f 391) (f 392) (f 393) (f 394) (f 395) (f 396) (f 397) (f 398) (f 399) (f 400) (f 401) (f 402) (f 403) (f 404) (f 405) (f 406) (f 407) (f 408) (f 409) (f 410) (f 411) (f 412) (f 413) (f 414) (f 415) (f 416) (f 417) (f 418) (f 419) (f 420) (f 421) (f 422) (f 423) (f 424) (f 425) (f 426) (f 427) (f 428) (f 429) (f 430) (f 431) (f 432) (f 433) (f 434) (f 435) (f 436) (f 437) (f 438) (f 439) (f 440) (f 441) (f 442) (f 443) (f 444) (f 445) (f 446) (f 447) (f 448) (f 449) (f 450) (f 451) (f 452) (f 453) (f 454) (f 455) (f 456) (f 457) (f 458) (f 459) (f 460) (f 461) (f 462) (f 463) (f 464) (f 465) (f 466) (f 467) (f 468) (f 469) (f 470) (f 471) (f 472) (f 473) (f 474) (f 475) (f 476) (f 477) (f 478) (f 479) (f 480) (f 481) (f 482) (f 483) (f 484) (f 485) (f 486) (f 487) (f 488) (f 489) (f 490) (f 491) (f 492) (f 493) (f 494) (f 495) (f 496) (f 497) (f 498) (f 499) (f 500) (f 501) (f 502) (f 503) (f 504) (f 505) (f 506) (f 507) (f 508) (f 509) (f 510) (f 511) (f 512) (f 513) (f 514) (f 515) (f 516) (f 517) (f 518) (f 519) (f 520) (f 521) (f 522) (f 523) (f 524) (f 525) (f 526) (f 527) (f 528) (f 529) (f 530) (f 531) (f 532) (f 533) (f 534) (f 535) (f 536) (f 537) (f 538) (f 539) (f 540) (f 541) (f 542) (f 543) (f 544) (f 545) (f 546) (f 547) (f 548) (f 549) (f 550) (f 551) (f 552) (f 553) (f 554) (f 555) (f 556) (f 557) (f 558) (f 559) (f 560) (f 561) (f 562) (f 563) (f 564) (f 565) (f 566) (f 567) (f 568) (f 569) (f 570) (f 571) (f 572) (f 573) (f 574) (f 575) (f 576) (f 577) (f 578) (f 579) (f 580) (f 581) (f 582) (f 583) (f 584) (f 585) (f 586) (f 587) (f 588) (f 589) (f 590) (f 591) (f 592) (f 593) (f 594) (f 595) (f 596) (f 597) (f 598) (f 599) (f 600) (f 601) (f 602) (f 603) (f 604) (f 605) (f 606) (f 607) (f 608) (f 609) (f 610) (f 611) (f 612) (f 613) (f 614) (f 615) (f 616) (f 617) (f 618) (f 619) (f 620) (f 621) (f 622) (f 623) (f 624) (f 625) (f 626) (f 627) (f 628) (f 629) (f 630) (f 631) (f 632) (f 633) (f 634) (f 635) (f 636) (f 637) (f 638) (f 639) (f 640) (f 641) (f 642) (f 643) (f 644) (f 645) (f 646) (f 647) (f 648) (f 649) (f 650) (f 651) (f 652) (f 653) (f 654) (f 655) (f 656) (f 657) (f 658) (f 659) (f 660) (f 661) (f 662) (f 663) (f 664) (f 665) (f 666) (f 667) (f 668) (f 669) (f 670) (f 671) (f 672) (f 673) (f 674) (f 675) (f 676) (f 677) (f 678) (f 679) (f 680) (f 681) (f 682) (f 683) (f 684) (f 685) (f 686) (f 687) (f 688) (f 689) (f 690) (f 691) (f 692) (f 693) (f 694) (f 695) (f 696) (f 697) (f 698) (f 699)))

(defun long-list () (list (f 0) (f 1) (f 2) (f 3) (f 4) (f 5) (f 6) (f 7) (f 8) (f 9) (f 10) (f 11) (f 12) (f 13) (f 14) (f 15) (f 16) (f 17) (f 18) (f 19) (f 20) (f 21) (f 22) (f 23) (f 24) (f 25) (f 26) (f 27) (f 28) (f 29) (f 30) (f 31) (f 32) (f 33) (f 34) (f 35) (f 36) (f 37) (f 38) (f 39) (f 40) (f 41) (f 42) (f 43) (f 44) (f 45) (f 46) (f 47) (f 48) (f 49) (f 50) (f 51) (f 52) (f 53) (f 54) (f 55) (f 56) (f 57) (f 58) (f 59) (f 60) (f 61) (f 62) (f 63) (f 64) (f 65) (f 66) (f 67) (f 68) (f 69) (f 70) (f 71) (f 72) (f 73) (f 74) (f 75) (f 76) (f 77) (f 78) (f 79) (f 80) (f 81) (f 82) (f 83) (f 84) (f 85) (f 86) (f 87) (f 88) (f 89) (f 90) (f 91) (f 92) (f 93) (f 94) (f 95) (f 96) (f 97) (f 98) (f 99) (f 100) (f 101) (f 102) (f 103) (f 104) (f 105) (f 106) (f 107) (f 108) (f 109) (f 110) (f 111) (f 112) (f 113) (f 114) (f 115) (f 116) (f 117) (f 118) (f 119) (f 120) (f 121) (f 122) (f 123) (f 124) (f 125) (f 126) (f 127) (f 128) (f 129) (f 130) (f 131) (f 132) (f 133) (f 134) (f 135) (f 136) (f 137) (f 138) (f 139) (f 140) (f 141) (f 142) (f 143) (f 144) (f 145) (f 146) (f 147) (f 148) (f 149) (f 150) (f 151) (f 152) (f 153) (f 154) (f 155) (f 156) (f 157) (f 158) (f 159) (f 160) (f 161) (f 162) (f 163) (f 164) (f 165) (f 166) (f 167) (f 168) (f 169) (f 170) (f 171) (f 172) (f 173) (f 174) (f 175) (f 176) (f 177) (f 178) (f 179) (f 180) (f 181) (f 182) (f 183) (f 184) (f 185) (f 186) (f 187) (f 188) (f 189) (f 190) (f 191) (f 192) (f 193) (f 194) (f 195) (f 196) (f 197) (f 198) (f 199) (f 200) (f 201) (f 202) (f 203) (f 204) (f 205) (f 206) (f 207) (f 208) (f 209) (f 210) (f 211) (f 212) (f 213) (f 214) (f 215) (f 216) (f 217) (f 218) (f 219) (f 220) (f 221) (f 222) (f 223) (f 224) (f 225) (f 226) (f 227) (f 228) (f 229) (f 230) (f 231) (f 232) (f 233) (f 234) (f 235) (f 236) (f 237) (f 238) (f 239) (f 240) (f 241) (f 242) (f 243) (f 244) (f 245) (f 246) (f 247) (f 248) (f 249) (f 250) (f 251) (f 252) (f 253) (f 254) (f 255) (f 256) (f 257) (f 258) (f 259) (f 260) (f 261) (f 262) (f 263) (f 264) (f 265) (f 266) (f 267) (f 268) (f 269) (f 270) (f 271) (f 272) (f 273) (f 274) (f 275) (f 276) (f 277) (f 278) (f 279) (f 280) (f 281) (f 282) (f 283) (f 284) (f 285) (f 286) (f 287) (f 288) (f 289) (f 290) (f 291) (f 292) (f 293) (f 294) (f 295) (f 296) (f 297) (f 298) (f 299) (f 300) (f 301) (f 302) (f 303) (f 304) (f 305) (f 306) (f 307) (f 308) (f 309) (f 310) (f 311) (f 312) (f 313) (f 314) (f 315) (f 316) (f 317) (f 318) (f 319) (f 320) (f 321) (f 322) (f 323) (f 324) (f 325) (f 326) (f 327) (f 328) (f 329) (f 330) (f 331) (f 332) (f 333) (f 334) (f 335) (f 336) (f 337) (f 338) (f 339) (f 340) (f 341) (f 342) (f 343) (f 344) (f 345) (f 346) (f 347) (f 348) (f 349) (f 350) (f 351) (f 352) (f 353) (f 354) (f 355) (f 356) (f 357) (f 358) (f 359) (f 360) (f 361) (f 362) (f 363) (f 364) (f 365) (f 366) (f 367) (f 368) (f 369) (f 370) (f 371) (f 372) (f 373) (f 374) (f 375) (f 376) (f 377) (f 378) (f 379) (f 380) (f 381) (f 382) (f 383) (f 384) (f 385) (f 386) (f 387) (f 388) (f 389) (f 390) (f 391) (f 392) (f 393) (f 394) (f 395) (f 396) (f 397) (f 398) (f 399) (f 400) (f 401) (f 402) (f 403) (f 404) (f 405) (f 406) (f 407) (f 408) (f 409) (f 410) (f 411) (f 412) (f 413) (f 414) (f 415) (f 416) (f 417) (f 418) (f 419) (f 420) (f 421) (f 422) (f 423) (f 424) (f 425) (f 426) (f 427) (f 428) (f 429) (f 430) (f 431) (f 432) (f 433) (f 434) (f 435) (f 436) (f 437) (f 438) (f 439) (f 440) (f 441) (f 442) (f 443) (f 444) (f 445) (f 446) (f 447) (f 448) (f 449) (f 450) (f 451) (f 452) (f 453) (f 454) (f 455) (f 456) (f 457) (f 458) (f 459) (f 460) (f 461) (f 462) (f 463) (f 464) (f 465) (f 466) (f 467) (f 468) (f 469) (f 470) (f 471) (f 472) (f 473) (f 474) (f 475) (f 476) (f 477) (f 478) (f 479) (f 480) (f 481) (f 482) (f 483) (f 484) (f 485) (f 486) (f 487) (f 488) (f 489) (f 490) (f 491) (f 492) (f 493) (f 494) (f 495) (f 496) (f 497) (f 498) (f 499) (f 500) (f 501) (f 502) (f 503) (f 504) (f 505) (f 506) (f 507) (f 508) (f 509) (f 510) (f 511) (f 512) (f 513) (f 514) (f 515) (f 516) (f 517) (f 518) (f 519) (f 520) (f 521) (f 522) (f 523) (f 524) (f 525) (f 526) (f 527) (f 528) (f 529) (f 530) (f 531) (f 532) (f 533) (f 534) (f 535) (f 536) (f 537) (f 538) (f 539) (f 540) (f 541) (f 542) (f 543) (f 544) (f 545) (f 546) (f 547) (f 548) (f 549) (f 550) (f 551) (f 552) (f 553) (f 554) (f 555) (f 556) (f 557) (f 558) (f 559) (f 560) (f 561) (f 562) (f 563) (f 564) (f 565) (f 566) (f 567) (f 568) (f 569) (f 570) (f 571) (f 572) (f 573) (f 574) (f 575) (f 576) (f 577) (f 578) (f 579) (f 580) (f 581) (f 582) (f 583) (f 584) (f 585) (f 586) (f 587) (f 588) (f 589) (f 590) (f 591) (f 592) (f 593) (f 594) (f 595) (f 596) (f 597) (f 598) (f 599) (f 600) (f 601) (f 602) (f 603) (f 604) (f 605) (f 606) (f 607) (f 608) (f 609) (f 610) (f 611) (f 612) (f 613) (f 614) (f 615) (f 616) (f 617) (f 618) (f 619) (f 620) (f 621) (f 622) (f 623) (f 624) (f 625) (f 626) (f 627) (f 628) (f 629) (f 630) (f 631) (f 632) (f 633) (f 634) (f 635) (f 636) (f 637) (f 638) (f 639) (f 640) (f 641) (f 642) (f 643) (f 644) (f 645) (f 646) (f 647) (f 648) (f 649) (f 650) (f 651) (f 652) (f 653) (f 654) (f 655) (f 656) (f 657) (f 658) (f 659) (f 660) (f 661) (f 662) (f 663) (f 664) (f 665) (f 666) (f 667) (f 668) (f 669) (f 670) (f 671) (f 672) (f 673) (f 674) (f 675) (f 676) (f 677) (f 678) (f 679) (f 680) (f 681) (f 682) (f 683) (f 684) (f 685) (f 686) (f 687) (f 688) (f 689) (f 690) (f 691) (f 692) (f 693) (f 694) (f 695) (f 696) (f 697) (f 698) (f 699)))

;; The frame is large and the recursion deep: the stack grows for both.
(defun deep
  ((0) (long-sum))
  ((n) (let ((below (deep (- n 1)))) (+ below (length (long-list)) (long-sum)))))

(defun prefixed
  (((++ "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzab" rest)) rest)
  ((_) 'no))

(defun main ()
  (io:format "~p~n" (list (lists:map (fun number 1)
    (list 17 3 -5 0 1000 99 2 8 7 -1000 4096 55 1 4 -6 16 18 54 56 100 1001 999 4095 4097 -999 -1001
          1152921504606846975 -1152921504606846976 1152921504606846976 1152921504606846974 -1152921504606846977
          1.0 2.0 97 98 96 'a () (tuple) #"a" 17.0 10000000000000000000000))))
  (io:format "~p~n" (list (list-comp ((<- n (list 1 2 3 4 5 6 7 8 9 10 11 12 'a 1.0)) (<- x (list -1 1 6 11 (tuple 'y)))) (guarded n x))))
  (io:format "~p~n" (list (lists:map (fun fruit 1)
    (list 'apple 'banana 'cherry 'damson 'elder 'fig 'grape 'hazel 'ilama 'jujube 'kiwi 'lemon 'mango 'appl 'apples 'b (list_to_atom "mango") 1 "fig" #"fig" (tuple 'fig)))))
  (io:format "~p~n" (list (lists:map (fun tagged 1)
    (list (tuple 'apple 1) (tuple 'banana 1) (tuple 'cherry 1) (tuple 'damson 1) (tuple 'elder 1) (tuple 'fig 1) (tuple 'grape 1) (tuple 'hazel 1) (tuple 'ilama 1) (tuple 'jujube 1) (tuple 'kiwi 1) (tuple 'lemon 1) (tuple 'mango 1) (tuple 'no 1) (tuple 'apple 1 2) (tuple 'fig 1 2) (tuple 'fig 2 2) 'fig))))
  (io:format "~p ~p~n" (list (long-sum) (lists:sum (long-list))))
  (io:format "~p~n" (list (deep 60)))
  (io:format "~p ~p~n" (list (prefixed "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabxyz") (prefixed "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyza"))))
