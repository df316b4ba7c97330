;;; Dates and times: Erlang's module `calendar`. Days and seconds are counted from the first of
;;; January of the year 0 of the Gregorian calendar, which is extended backwards.

(defmodule calendar
  "Dates and times, as in Erlang."
  (export
   (date_to_gregorian_days 1) (date_to_gregorian_days 3) (gregorian_days_to_date 1)
   (datetime_to_gregorian_seconds 1) (gregorian_seconds_to_datetime 1)
   (day_of_the_week 1) (day_of_the_week 3) (iso_week_number 0) (iso_week_number 1)
   (is_leap_year 1) (last_day_of_the_month 2) (valid_date 1) (valid_date 3)
   (seconds_to_time 1) (time_to_seconds 1) (seconds_to_daystime 1) (time_difference 2)
   (local_time 0) (universal_time 0) (local_time_to_universal_time 1)
   (local_time_to_universal_time_dst 1) (universal_time_to_local_time 1)
   (now_to_datetime 1) (now_to_universal_time 1) (now_to_local_time 1)
   (system_time_to_universal_time 2) (system_time_to_local_time 2)
   (system_time_to_rfc3339 1) (system_time_to_rfc3339 2)
   (rfc3339_to_system_time 1) (rfc3339_to_system_time 2)))

;;; Days. A year of the computation begins with March, so that a leap day is its last. Of the days
;;; of such years up to the first of March of the year 0, sixty are before the calendar's first.

(defun date_to_gregorian_days
  "The number of a day, `#(year month day)`."
  (((tuple year month day)) (date_to_gregorian_days year month day)))

(defun date_to_gregorian_days (year month day)
  "date_to_gregorian_days/1."
  (if (> day (last_day_of_the_month year month))
    (error 'if_clause)
    (day-number year month day)))

(defun day-number
  ((year month day) (when (> day 0) (> month 2)) (+ (days-from-march year (- month 3)) day 59))
  ((year month day) (when (> day 0)) (+ (days-from-march (- year 1) (+ month 9)) day 59)))

;; The days of years from March on, and of so many months of one more.
(defun days-from-march (years months)
  (+ (* years 365) (quotient years 4) (- (quotient years 100)) (quotient years 400)
     (div (+ (* months 153) 2) 5)))

;; The quotient rounded down.
(defun quotient
  ((n d) (when (>= n 0)) (div n d))
  ((n d) (- (div (- d n 1) d))))

(defun gregorian_days_to_date
  "The date of the day with a number."
  ((days) (when (is_integer days) (>= days 60)) (date-from-march (- days 60)))
  ((days) (when (is_integer days) (>= days 31)) (tuple 0 2 (- days 30)))
  ((days) (when (is_integer days) (>= days 0)) (tuple 0 1 (+ days 1))))

(defun date-from-march (days)
  (let* ((day-of-era (rem days 146097))
         (days-without-leap-days
           (- day-of-era (div day-of-era 1460) (- (div day-of-era 36524)) (div day-of-era 146096)))
         (year-of-era (div days-without-leap-days 365))
         (day-of-year (- day-of-era (days-from-march year-of-era 0)))
         (month (div (+ (* day-of-year 5) 2) 153))
         (day (+ (- day-of-year (div (+ (* month 153) 2) 5)) 1))
         (year (+ (* (div days 146097) 400) year-of-era)))
    (if (< month 10)
      (tuple year (+ month 3) day)
      (tuple (+ year 1) (- month 9) day))))

(defun day_of_the_week
  "The day of the week of a date, from 1 for Monday."
  (((tuple year month day)) (day_of_the_week year month day)))

(defun day_of_the_week (year month day)
  "day_of_the_week/1."
  (+ (rem (+ (date_to_gregorian_days year month day) 5) 7) 1))

(defun iso_week_number ()
  "The year and the number of the week, as ISO 8601 counts them, of today in local time."
  (let (((tuple date _) (local_time)))
    (iso_week_number date)))

(defun iso_week_number (date)
  "The year and the number of the week, as ISO 8601 counts them, of a date."
  (let* ((thursday (+ (- (date_to_gregorian_days date) (day_of_the_week date)) 4))
         ((tuple year _ _) (gregorian_days_to_date thursday)))
    (tuple year (+ (div (- thursday (date_to_gregorian_days year 1 1)) 7) 1))))

(defun is_leap_year
  "Whether a year has a leap day."
  ((year) (when (is_integer year) (>= year 0) (=/= (rem year 4) 0)) 'false)
  ((year) (when (is_integer year) (>= year 0) (=/= (rem year 100) 0)) 'true)
  ((year) (when (is_integer year) (>= year 0)) (=:= (rem year 400) 0)))

(defun last_day_of_the_month
  "The number of days of a month."
  ((year 2) (if (is_leap_year year) 29 28))
  ((year month) (when (is_integer year) (>= year 0) (is_integer month) (> month 0) (< month 13))
   (element month #(31 28 31 30 31 30 31 31 30 31 30 31))))

(defun valid_date
  "Whether there is such a date."
  (((tuple year month day)) (valid_date year month day)))

(defun valid_date
  "valid_date/1."
  ((year month day) (when (is_integer year) (is_integer month) (is_integer day))
   (andalso (>= year 0) (> month 0) (< month 13)
            (> day 0) (=< day (last_day_of_the_month year month)))))

;;; Seconds.

(defun datetime_to_gregorian_seconds
  "The number of a second, `#(date time)`."
  (((tuple date time)) (+ (* 86400 (date_to_gregorian_days date)) (time_to_seconds time))))

(defun gregorian_seconds_to_datetime
  "The date and time of the second with a number."
  ((seconds) (when (is_integer seconds) (>= seconds 0))
   (tuple (gregorian_days_to_date (div seconds 86400)) (seconds_to_time (rem seconds 86400)))))

(defun seconds_to_time
  "The time, `#(hour minute second)`, so many seconds after midnight."
  ((seconds) (when (is_integer seconds) (>= seconds 0) (< seconds 86400))
   (tuple (div seconds 3600) (rem (div seconds 60) 60) (rem seconds 60))))

(defun time_to_seconds
  "The seconds from midnight to a time."
  (((tuple hour minute second)) (when (is_integer hour) (is_integer minute) (is_integer second))
   (+ (* hour 3600) (* minute 60) second)))

(defun seconds_to_daystime (seconds)
  "`#(days time)` of a number of seconds; the time is never negative."
  (let ((days (quotient seconds 86400)))
    (tuple days (seconds_to_time (- seconds (* days 86400))))))

(defun time_difference (from to)
  "`#(days time)` between two seconds, `#(date time)`."
  (seconds_to_daystime
    (- (datetime_to_gregorian_seconds to) (datetime_to_gregorian_seconds from))))

;;; Clocks and zones.

(defun local_time ()
  "The date and time here, now."
  (erlang:localtime))

(defun universal_time ()
  "The date and time of UTC, now."
  (erlang:universaltime))

(defun local_time_to_universal_time (local)
  "The date and time of UTC for one here, since 1970."
  (erlang:localtime_to_universaltime local))

(defun local_time_to_universal_time_dst (local)
  "The list of those dates and times of UTC for which it is this one here: none, one or two."
  (let ((summer (erlang:localtime_to_universaltime local 'true))
        (winter (erlang:localtime_to_universaltime local 'false)))
    (lc ((<- universal (if (=:= summer winter) (list summer) (list summer winter)))
         (=:= (erlang:universaltime_to_localtime universal) local))
      universal)))

(defun universal_time_to_local_time (universal)
  "The date and time here for one of UTC."
  (erlang:universaltime_to_localtime universal))

(defun now_to_datetime
  "The date and time of UTC of what erlang:timestamp/0 answers."
  (((tuple mega second _))
   (system_time_to_universal_time (+ (* mega 1000000) second) 'second)))

(defun now_to_universal_time (now)
  "now_to_datetime/1."
  (now_to_datetime now))

(defun now_to_local_time
  "The date and time here of what erlang:timestamp/0 answers."
  (((tuple mega second _)) (system_time_to_local_time (+ (* mega 1000000) second) 'second)))

(defun system_time_to_universal_time (time unit)
  "The date and time of UTC of a system time in some unit."
  (gregorian_seconds_to_datetime
    (+ (erlang:convert_time_unit time unit 'second) (seconds-to-1970))))

(defun system_time_to_local_time (time unit)
  "The date and time here of a system time in some unit."
  (universal_time_to_local_time (system_time_to_universal_time time unit)))

(defun seconds-to-1970 ()
  62167219200)

;;; Text as in RFC 3339.

(defun system_time_to_rfc3339 (time)
  "The text of a system time in seconds, with the offset that there is here."
  (system_time_to_rfc3339 time ()))

(defun system_time_to_rfc3339 (time options)
  "The text of a system time. Options are `#(unit unit)`, `#(offset offset)`, a text or a number of
   units, and `#(time_designator character)`."
  (let* ((unit (proplists:get_value 'unit options 'second))
         (per-second (erlang:convert_time_unit 1 'second unit))
         ((tuple offset zone)
          (offset (proplists:get_value 'offset options "") time unit per-second))
         (seconds (+ (quotient time per-second) offset (seconds-to-1970)))
         (fraction (- time (* (quotient time per-second) per-second))))
    (if (andalso (>= seconds 0) (< seconds 315569520000))
      (let (((tuple date time) (gregorian_seconds_to_datetime seconds)))
        (++ (date-text date)
            (list (proplists:get_value 'time_designator options #\T))
            (time-text time)
            (fraction-text fraction unit per-second)
            zone))
      (error (tuple 'badarg (list time options))))))

;; A tuple of the seconds of an offset and its text.
(defun offset
  (("" time unit _)
   (let* ((universal (system_time_to_universal_time time unit))
          (seconds (- (datetime_to_gregorian_seconds (universal_time_to_local_time universal))
                      (datetime_to_gregorian_seconds universal))))
     (tuple seconds (offset-text seconds))))
  ((offset _ _ per-second) (when (is_integer offset))
   (let ((seconds (div offset per-second)))
     (tuple seconds (offset-text seconds))))
  ((text _ _ _) (when (is_list text)) (tuple (offset-seconds text) text)))

(defun offset-seconds
  (("Z") 0)
  (("z") 0)
  (((list* #\+ time)) (hours-and-minutes time))
  (((list* #\- time)) (- (hours-and-minutes time)))
  ((_) (error 'badarg)))

(defun hours-and-minutes
  (((list a b)) (* 3600 (number (list a b))))
  (((list a b #\: c d)) (+ (* 3600 (number (list a b))) (* 60 (number (list c d)))))
  ((_) (error 'badarg)))

(defun offset-text
  ((seconds) (when (< seconds 0)) (cons #\- (minutes-text (div (- seconds) 60))))
  ((seconds) (cons #\+ (minutes-text (div seconds 60)))))

(defun minutes-text (minutes)
  (++ (digits 2 (div minutes 60)) ":" (digits 2 (rem minutes 60))))

(defun date-text
  (((tuple year month day)) (++ (digits 4 year) "-" (digits 2 month) "-" (digits 2 day))))

(defun time-text
  (((tuple hour minute second))
   (++ (digits 2 hour) ":" (digits 2 minute) ":" (digits 2 second))))

(defun fraction-text
  ((_ 'second _) "")
  ((_ _ 1) "")
  ((fraction 'native per-second) (cons #\. (digits 3 (div (* fraction 1000) per-second))))
  ((fraction _ 1000) (cons #\. (digits 3 fraction)))
  ((fraction _ 1000000) (cons #\. (digits 6 fraction)))
  ((fraction _ 1000000000) (cons #\. (digits 9 fraction)))
  ((_ _ _) ""))

(defun digits (count n)
  (let ((text (integer_to_list n)))
    (++ (lists:duplicate (max 0 (- count (length text))) #\0) text)))

(defun rfc3339_to_system_time (text)
  "The system time in seconds of a text."
  (rfc3339_to_system_time text ()))

(defun rfc3339_to_system_time
  "The system time of a text. The option is `#(unit unit)`."
  (((list* y1 y2 y3 y4 #\- m1 m2 #\- d1 d2 _ h1 h2 #\: i1 i2 #\: s1 s2 text) options)
   (let* ((date (tuple (number (list y1 y2 y3 y4)) (number (list m1 m2)) (number (list d1 d2))))
          (time (tuple (number (list h1 h2)) (number (list i1 i2)) (number (list s1 s2))))
          ((tuple fraction zone) (fraction text))
          (unit (proplists:get_value 'unit options 'second))
          (seconds (- (datetime_to_gregorian_seconds (tuple date time))
                      (offset-seconds zone) (seconds-to-1970))))
     (+ (erlang:convert_time_unit seconds 'second unit)
        (part-of-second fraction (erlang:convert_time_unit 1 'second unit)))))
  ((_ _) (error 'badarg)))

;; A tuple of the digits behind a dot and what follows.
(defun fraction
  (((list* #\. text)) (lists:splitwith (lambda (c) (andalso (>= c #\0) (=< c #\9))) text))
  ((text) (tuple "" text)))

(defun part-of-second
  (("" _) 0)
  ((digits per-second)
   (div (* per-second (number digits)) (trunc (math:pow 10 (length digits))))))

(defun number (digits)
  (list_to_integer digits))
