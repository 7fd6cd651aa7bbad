using System;

namespace Npcgen
{
    /// <summary>
    /// Reads one JSON text (RFC 8259) in UTF-8, forward only. The caller drives: begin an object,
    /// ask for its next field, read or skip that. Nothing is allocated but the strings asked for, so
    /// one reader serves a whole stream. Every method throws <see cref="JsonError"/>.
    /// </summary>
    public sealed class JsonReader
    {
        private const int MaxDepth = 64;

        private readonly JsonText text = new JsonText();
        private byte[] data = Array.Empty<byte>();
        private int start;
        private int at;
        private int end;
        private int depth;
        // A bit a level: whether an item was read there, so that a comma has to follow.
        private ulong begun;
        private int nameStart;
        private int nameEnd;

        /// <summary>Begins anew, at other bytes; they are not copied, and have to be UTF-8.</summary>
        public void Reset(byte[] bytes, int offset, int count)
        {
            JsonText.CheckUtf8(bytes, offset, count);
            data = bytes;
            start = offset;
            at = offset;
            end = offset + count;
            depth = 0;
            begun = 0;
        }

        public void BeginObject()
        {
            Open('{');
        }

        /// <summary>False when the object ended; else its field is to be read or skipped next.</summary>
        public bool NextField()
        {
            if (!Next('}'))
            {
                return false;
            }
            Expect('"');
            nameStart = at;
            nameEnd = JsonText.EndOf(data, at, end);
            at = nameEnd + 1;
            SkipSpace();
            Expect(':');
            return true;
        }

        /// <summary>Whether the field has that name; ASCII names only.</summary>
        public bool FieldIs(string name)
        {
            if (nameEnd - nameStart != name.Length)
            {
                return Array.IndexOf(data, (byte)'\\', nameStart, nameEnd - nameStart) >= 0
                    && FieldName() == name;
            }
            for (int i = 0; i < name.Length; i++)
            {
                if (data[nameStart + i] != name[i])
                {
                    return false;
                }
            }
            return true;
        }

        public string FieldName()
        {
            return text.Decode(data, nameStart, nameEnd);
        }

        public void BeginArray()
        {
            Open('[');
        }

        /// <summary>False when the array ended; else its item is to be read or skipped next.</summary>
        public bool NextItem()
        {
            return Next(']');
        }

        /// <summary>Whether a null comes next; it is read then. Protobuf's JSON has it for a default.</summary>
        public bool ReadNull()
        {
            if (Peek() != 'n')
            {
                return false;
            }
            Word("null");
            return true;
        }

        public bool ReadBool()
        {
            byte next = Peek();
            if (next == 'n')
            {
                Word("null");
                return false;
            }
            Word(next == 't' ? "true" : "false");
            return next == 't';
        }

        /// <summary>A text; empty for null.</summary>
        public string ReadString()
        {
            return ReadString("");
        }

        /// <summary>
        /// A text; <paramref name="likely"/> itself where it is the same, which allocates nothing.
        /// </summary>
        public string ReadString(string likely)
        {
            if (ReadNull())
            {
                return "";
            }
            Expect('"');
            int from = at;
            int to = JsonText.EndOf(data, at, end);
            at = to + 1;
            return JsonText.Same(data, from, to, likely) ? likely : text.Decode(data, from, to);
        }

        /// <summary>A number, also one in quotes, as protobuf's JSON has NaN and 64-bit integers.</summary>
        public double ReadDouble()
        {
            if (ReadNull())
            {
                return 0;
            }
            bool quoted = Peek() == '"';
            if (quoted)
            {
                at++;
            }
            double number = JsonNumber.Read(data, ref at, end);
            if (quoted)
            {
                Expect('"');
            }
            return number;
        }

        /// <summary>A whole number of 0..2^32-1.</summary>
        public uint ReadUInt()
        {
            int from = at;
            double number = ReadDouble();
            if (!(number >= 0 && number <= uint.MaxValue) || number != Math.Floor(number))
            {
                throw new JsonError("no whole number of 0..4294967295", from);
            }
            return (uint)number;
        }

        /// <summary>Whether a text comes next; nothing is read.</summary>
        public bool AtString()
        {
            return Peek() == '"';
        }

        /// <summary>Passes over one value of whatever kind, checking it.</summary>
        public void Skip()
        {
            switch ((char)Peek())
            {
                case '{':
                    BeginObject();
                    while (NextField())
                    {
                        Skip();
                    }
                    break;
                case '[':
                    BeginArray();
                    while (NextItem())
                    {
                        Skip();
                    }
                    break;
                case '"':
                    at = JsonText.EndOf(data, at + 1, end) + 1;
                    break;
                case 't':
                    Word("true");
                    break;
                case 'f':
                    Word("false");
                    break;
                case 'n':
                    Word("null");
                    break;
                default:
                    JsonNumber.Read(data, ref at, end);
                    break;
            }
        }

        /// <summary>One value of whatever kind, as the JSON text that it is.</summary>
        public string ReadRaw()
        {
            Peek();
            int from = at;
            Skip();
            return JsonText.Raw(data, from, at);
        }

        /// <summary>One object, as the JSON text that it is.</summary>
        public string ReadObject()
        {
            if (Peek() != '{')
            {
                throw new JsonError("an object expected", at - start);
            }
            return ReadRaw();
        }

        /// <summary>Throws unless the whole text was read.</summary>
        public void End()
        {
            SkipSpace();
            if (at != end || depth != 0)
            {
                throw new JsonError("more than one value", at - start);
            }
        }

        private void Open(char bracket)
        {
            Peek();
            Expect(bracket);
            if (++depth >= MaxDepth)
            {
                throw new JsonError("nested deeper than " + MaxDepth, at - start);
            }
            begun &= ~(1UL << depth);
        }

        private bool Next(char close)
        {
            if (Peek() == close)
            {
                at++;
                depth--;
                return false;
            }
            if ((begun & (1UL << depth)) != 0)
            {
                Expect(',');
                Peek();
            }
            begun |= 1UL << depth;
            return true;
        }

        private byte Peek()
        {
            SkipSpace();
            if (at >= end)
            {
                throw new JsonError("ends too early", at - start);
            }
            return data[at];
        }

        private void SkipSpace()
        {
            while (at < end && (data[at] == ' ' || data[at] == '\n' || data[at] == '\r' || data[at] == '\t'))
            {
                at++;
            }
        }

        private void Expect(char sign)
        {
            if (at >= end || data[at] != sign)
            {
                throw new JsonError("'" + sign + "' expected", at - start);
            }
            at++;
        }

        private void Word(string word)
        {
            foreach (char letter in word)
            {
                Expect(letter);
            }
        }
    }
}
