# Numbers for people, in pages that are rendered from JSON.

def fixed($digits): if . == null then "-" else
  (pow(10; $digits)) as $unit | ((. * $unit) | round) as $n
  | (if $n < 0 then "-" else "" end) + (($n | fabs) as $n | ($n / $unit | floor | tostring) + (if $digits == 0 then "" else
      "." + (($n % $unit | tostring) | ("0" * ($digits - length)) + .) end)) end;
def ms: if . == null then "-" elif . < 1 then (. * 1000 | fixed(1)) + " ms" else fixed(2) + " s" end;
def mib: if . == null then "-" else (. / 1048576 | fixed(1)) + " MiB" end;
