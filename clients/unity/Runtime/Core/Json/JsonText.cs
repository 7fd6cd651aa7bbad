using System;
using System.Text;

namespace Npcgen
{
    /// <summary>Texts within JSON: where they end, and what they say without escapes.</summary>
    internal sealed class JsonText
    {
        // Strict: a lone surrogate or a cut character is an error, never a question mark.
        private static readonly UTF8Encoding Utf8 = new UTF8Encoding(false, true);

        private char[] unescaped = new char[256];

        /// <summary>The place of the closing quote of a text that begins at <paramref name="from"/>.</summary>
        internal static int EndOf(byte[] data, int from, int end)
        {
            for (int i = from; i < end; i++)
            {
                byte next = data[i];
                if (next == '"')
                {
                    return i;
                }
                if (next < 0x20)
                {
                    throw new JsonError("a control character in a text", i);
                }
                if (next == '\\')
                {
                    i++;
                }
            }
            throw new JsonError("a text without end", end);
        }

        internal static bool Same(byte[] data, int from, int to, string text)
        {
            if (to - from != text.Length)
            {
                return false;
            }
            for (int i = 0; i < text.Length; i++)
            {
                // Escapes and other than ASCII are decoded instead.
                if (data[from + i] != text[i] || text[i] == '\\' || text[i] > 0x7f)
                {
                    return false;
                }
            }
            return true;
        }

        internal static void CheckUtf8(byte[] data, int from, int count)
        {
            try
            {
                Utf8.GetCharCount(data, from, count);
            }
            catch (DecoderFallbackException)
            {
                throw new JsonError("not UTF-8", from);
            }
        }

        internal static string Raw(byte[] data, int from, int to)
        {
            return Utf8.GetString(data, from, to - from);
        }

        internal string Decode(byte[] data, int from, int to)
        {
            if (Array.IndexOf(data, (byte)'\\', from, to - from) < 0)
            {
                return Raw(data, from, to);
            }
            if (unescaped.Length < to - from)
            {
                unescaped = new char[to - from];
            }
            int length = 0;
            int at = from;
            while (at < to)
            {
                int escape = Array.IndexOf(data, (byte)'\\', at, to - at);
                int plain = escape < 0 ? to : escape;
                length += Utf8.GetChars(data, at, plain - at, unescaped, length);
                at = plain;
                if (escape >= 0)
                {
                    unescaped[length++] = Escaped(data, ref at, to);
                }
            }
            return Whole(length, from);
        }

        private string Whole(int length, int from)
        {
            for (int i = 0; i < length; i++)
            {
                if (char.IsHighSurrogate(unescaped[i]) && i + 1 < length && char.IsLowSurrogate(unescaped[i + 1]))
                {
                    i++;
                }
                else if (char.IsSurrogate(unescaped[i]))
                {
                    throw new JsonError("half a character", from);
                }
            }
            return new string(unescaped, 0, length);
        }

        private static char Escaped(byte[] data, ref int at, int to)
        {
            if (at + 1 >= to)
            {
                throw new JsonError("an escape without end", at);
            }
            byte kind = data[at + 1];
            at += 2;
            switch ((char)kind)
            {
                case '"':
                case '\\':
                case '/':
                    return (char)kind;
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u':
                    return Hex(data, ref at, to);
                default:
                    throw new JsonError("no such escape", at - 2);
            }
        }

        private static char Hex(byte[] data, ref int at, int to)
        {
            if (at + 4 > to)
            {
                throw new JsonError("an escape without end", at);
            }
            int code = 0;
            for (int i = 0; i < 4; i++)
            {
                int digit = HexDigit(data[at++]);
                if (digit < 0)
                {
                    throw new JsonError("no hexadecimal digit", at - 1);
                }
                code = code * 16 + digit;
            }
            return (char)code;
        }

        private static int HexDigit(byte sign)
        {
            if (sign >= '0' && sign <= '9')
            {
                return sign - '0';
            }
            int letter = sign | 0x20;
            return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
        }
    }
}
