using System.Globalization;
using System.Text;

namespace Npcgen
{
    /// <summary>Numbers within JSON, exact to the last bit.</summary>
    internal static class JsonNumber
    {
        private const long MaxExact = 1L << 53;

        private static readonly double[] PowersOfTen =
        {
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
            1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
        };

        internal static double Read(byte[] data, ref int at, int end)
        {
            int from = at;
            double special;
            if (ReadWord(data, ref at, end, out special))
            {
                return special;
            }
            bool negative = Take(data, ref at, end, '-');
            int whole = at;
            long mantissa = 0;
            bool exact = true;
            Digits(data, ref at, end, ref mantissa, ref exact);
            if (data[whole] == '0' && at - whole > 1)
            {
                throw new JsonError("a number with a leading zero", from);
            }
            int exponent = 0;
            if (Take(data, ref at, end, '.'))
            {
                exponent = -Digits(data, ref at, end, ref mantissa, ref exact);
            }
            exponent += Exponent(data, ref at, end);
            return exact && exponent >= -22 && exponent <= 22
                ? Scaled(negative ? -(double)mantissa : mantissa, exponent)
                : Parsed(data, from, at);
        }

        // Both operands are exact, so the one rounding is the right one (Clinger's fast path).
        private static double Scaled(double mantissa, int exponent)
        {
            return exponent < 0 ? mantissa / PowersOfTen[-exponent] : mantissa * PowersOfTen[exponent];
        }

        private static double Parsed(byte[] data, int from, int to)
        {
            double number;
            string text = Encoding.ASCII.GetString(data, from, to - from);
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            {
                throw new JsonError("a number out of range", from);
            }
            return number;
        }

        private static int Digits(byte[] data, ref int at, int end, ref long value, ref bool exact)
        {
            int from = at;
            while (at < end && data[at] >= '0' && data[at] <= '9')
            {
                if (value > (MaxExact - 9) / 10)
                {
                    exact = false;
                }
                else
                {
                    value = value * 10 + (data[at] - '0');
                }
                at++;
            }
            if (at == from)
            {
                throw new JsonError("a digit expected", at);
            }
            return at - from;
        }

        private static int Exponent(byte[] data, ref int at, int end)
        {
            if (!Take(data, ref at, end, 'e') && !Take(data, ref at, end, 'E'))
            {
                return 0;
            }
            bool negative = Take(data, ref at, end, '-');
            if (!negative)
            {
                Take(data, ref at, end, '+');
            }
            long exponent = 0;
            bool exact = true;
            Digits(data, ref at, end, ref exponent, ref exact);
            int size = exact && exponent < 10000 ? (int)exponent : 10000;
            return negative ? -size : size;
        }

        private static bool Take(byte[] data, ref int at, int end, char sign)
        {
            bool there = at < end && data[at] == sign;
            at += there ? 1 : 0;
            return there;
        }

        // What protobuf's JSON writes in quotes.
        private static bool ReadWord(byte[] data, ref int at, int end, out double value)
        {
            value = 0;
            if (Starts(data, ref at, end, "NaN"))
            {
                value = double.NaN;
            }
            else if (Starts(data, ref at, end, "Infinity"))
            {
                value = double.PositiveInfinity;
            }
            else if (Starts(data, ref at, end, "-Infinity"))
            {
                value = double.NegativeInfinity;
            }
            return value != 0;
        }

        private static bool Starts(byte[] data, ref int at, int end, string word)
        {
            // NOTE: only within quotes; a bare one is no JSON.
            if (at == 0 || data[at - 1] != '"' || at + word.Length > end)
            {
                return false;
            }
            for (int i = 0; i < word.Length; i++)
            {
                if (data[at + i] != word[i])
                {
                    return false;
                }
            }
            at += word.Length;
            return true;
        }
    }
}
