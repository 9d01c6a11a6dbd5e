// The normal distribution in double precision. erf and erfc follow the rational approximations of
// Sun's fdlibm (s_erf.c, 1993; errors below one unit in the last place), the inverse follows
// Wichura's algorithm AS 241 (PPND16, 1988; relative error about 1e-16).

const ERX = 8.45062911510467529297e-1;

// @ts-ignore: decorator
@inline
function small(x: f64): f64 {
  const z = x * x;
  const r =
    1.28379167095512558561e-1 +
    z *
      (-3.2504210724700149937e-1 +
        z *
          (-2.84817495755985104766e-2 +
            z * (-5.77027029648944159157e-3 + z * -2.37630166566501626084e-5)));
  const s =
    1.0 +
    z *
      (3.97917223959155352819e-1 +
        z *
          (6.50222499887672944485e-2 +
            z *
              (5.08130628187576562776e-3 +
                z * (1.32494738004321644526e-4 + z * -3.9602282787753681232e-6))));
  return r / s;
}

// @ts-ignore: decorator
@inline
function middle(s: f64): f64 {
  const p =
    -2.36211856075265944077e-3 +
    s *
      (4.14856118683748331666e-1 +
        s *
          (-3.72207876035701323847e-1 +
            s *
              (3.18346619901161753674e-1 +
                s *
                  (-1.10894694282396677476e-1 +
                    s * (3.54783043256182359371e-2 + s * -2.166375594868790843e-3)))));
  const q =
    1.0 +
    s *
      (1.06420880400844228286e-1 +
        s *
          (5.40397917702171048937e-1 +
            s *
              (7.18286544141962662868e-2 +
                s *
                  (1.26171219808761642112e-1 +
                    s * (1.36370839120290507362e-2 + s * 1.1984499846799107417e-2)))));
  return p / q;
}

/** exp(-x²) / x times the correction that makes it erfc(x), for 1.25 <= x < 28. */
function tail(x: f64): f64 {
  const s = 1.0 / (x * x);
  let r: f64;
  let d: f64;
  if (x < 1.0 / 0.35) {
    r =
      -9.86494403484714822705e-3 +
      s *
        (-6.93858572707181764372e-1 +
          s *
            (-1.05586262253232909814e1 +
              s *
                (-6.23753324503260060396e1 +
                  s *
                    (-1.62396669462573470355e2 +
                      s *
                        (-1.84605092906711035994e2 +
                          s * (-8.12874355063065934246e1 + s * -9.81432934416914548592))))));
    d =
      1.0 +
      s *
        (1.96512716674392571292e1 +
          s *
            (1.376577541435190426e2 +
              s *
                (4.34565877475229228821e2 +
                  s *
                    (6.45387271733267880336e2 +
                      s *
                        (4.29008140027567833386e2 +
                          s *
                            (1.08635005541779435134e2 +
                              s * (6.57024977031928170135 + s * -6.04244152148580987438e-2)))))));
  } else {
    r =
      -9.86494292470009928597e-3 +
      s *
        (-7.99283237680523006574e-1 +
          s *
            (-1.77579549177547519889e1 +
              s *
                (-1.60636384855821916062e2 +
                  s *
                    (-6.37566443368389627722e2 +
                      s * (-1.02509513161107724954e3 + s * -4.83519191608651397019e2)))));
    d =
      1.0 +
      s *
        (3.03380607434824582924e1 +
          s *
            (3.25792512996573918826e2 +
              s *
                (1.53672958608443695994e3 +
                  s *
                    (3.19985821950859553908e3 +
                      s *
                        (2.55305040643316442583e3 +
                          s * (4.74528541206955367215e2 + s * -2.24409524465858183362e1))))));
  }
  // x² split in two, so that its rounding does not blow up in the exponential.
  const z = reinterpret<f64>(reinterpret<u64>(x) & 0xffffffff00000000);
  return (NativeMath.exp(-z * z - 0.5625) * NativeMath.exp((z - x) * (z + x) + r / d)) / x;
}

/** The error function. */
export function erf(x: f64): f64 {
  const a = abs(x);
  let y: f64;
  if (a < 0.84375) return x + x * small(x);
  if (a < 1.25) y = ERX + middle(a - 1.0);
  else if (a >= 6.0) y = 1.0;
  else y = 1.0 - tail(a);
  return copysign(y, x);
}

/** The complementary error function, accurate also where it is tiny. */
export function erfc(x: f64): f64 {
  const a = abs(x);
  if (a < 0.84375) {
    if (x < 0.25) return 1.0 - (x + x * small(x));
    return 0.5 - (x - 0.5 + x * small(x));
  }
  if (a < 1.25) return x > 0 ? 1.0 - ERX - middle(a - 1.0) : 1.0 + (ERX + middle(a - 1.0));
  if (a >= 28.0) return x > 0 ? 0.0 : 2.0;
  return x > 0 ? tail(a) : 2.0 - tail(a);
}

/** The cumulative distribution of the standard normal. */
export function normalCdf(x: f64): f64 {
  return 0.5 * erfc(x * -0.7071067811865475244);
}

/** The inverse of the standard normal's cumulative distribution; ∓∞ at 0 and 1. */
export function normalPpf(p: f64): f64 {
  const q = p - 0.5;
  if (abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q *
        (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
          45921.953931549871457) *
          r +
          13731.693765509461125) *
          r +
          1971.5909503065514427) *
          r +
          133.14166789178437745) *
          r +
          3.387132872796366608)) /
      (((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
        21213.794301586595867) *
        r +
        5394.1960214247511077) *
        r +
        687.1870074920579083) *
        r +
        42.313330701600911252) *
        r +
        1.0)
    );
  }
  const side = q <= 0 ? p : 1.0 - p;
  if (side <= 0) return copysign(Infinity, q);
  let r = sqrt(-NativeMath.log(side));
  let x: f64;
  if (r <= 5.0) {
    r -= 1.6;
    x =
      (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r +
        0.24178072517745061177) *
        r +
        1.27045825245236838258) *
        r +
        3.64784832476320460504) *
        r +
        5.7694972214606914055) *
        r +
        4.6303378461565452959) *
        r +
        1.42343711074968357734) /
      (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r +
        0.0151986665636164571966) *
        r +
        0.14810397642748007459) *
        r +
        0.68976733498510000455) *
        r +
        1.6763848301838038494) *
        r +
        2.05319162663775882187) *
        r +
        1.0);
  } else {
    r -= 5.0;
    x =
      (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r +
        0.0012426609473880784386) *
        r +
        0.026532189526576123093) *
        r +
        0.29656057182850489123) *
        r +
        1.7848265399172913358) *
        r +
        5.4637849111641143699) *
        r +
        6.6579046435011037772) /
      (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r +
        1.8463183175100546818e-5) *
        r +
        7.868691311456132591e-4) *
        r +
        0.0148753612908506148525) *
        r +
        0.13692988092273580531) *
        r +
        0.59983220655588793769) *
        r +
        1.0);
  }
  return copysign(x, q);
}

/** exp and log in double precision (AssemblyScript's own, compiled into the module). */
export function exp(x: f64): f64 {
  return NativeMath.exp(x);
}
export function log(x: f64): f64 {
  return NativeMath.log(x);
}
