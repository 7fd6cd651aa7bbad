using System;
using System.Text;

namespace Npcgen
{
    /// <summary>
    /// The fields of one protobuf message, in binary: as much as error details need. A damaged one
    /// ends early, since an error's details must not become an error of their own.
    /// </summary>
    internal struct ProtoReader
    {
        private const int Varint = 0;
        private const int Fixed64 = 1;
        private const int Bytes = 2;
        private const int Fixed32 = 5;

        private readonly byte[] data;
        private readonly int end;
        private int at;

        internal int Field { get; private set; }

        /// <summary>The field's number, where it is one.</summary>
        internal long Number { get; private set; }

        private int from;
        private int length;

        internal ProtoReader(byte[] data)
            : this(data, 0, data.Length)
        {
        }

        private ProtoReader(byte[] data, int from, int length)
        {
            this.data = data;
            at = from;
            end = from + length;
            Field = 0;
            Number = 0;
            this.from = from;
            this.length = 0;
        }

        /// <summary>The field's text, or nothing where it is none.</summary>
        internal string Text
        {
            get { return Encoding.UTF8.GetString(data, from, length); }
        }

        /// <summary>The field's message.</summary>
        internal ProtoReader Message
        {
            get { return new ProtoReader(data, from, length); }
        }

        /// <summary>False after the last field.</summary>
        internal bool Next()
        {
            long key;
            if (at >= end || !ReadVarint(out key))
            {
                return false;
            }
            Field = (int)(key >> 3);
            Number = 0;
            length = 0;
            switch ((int)(key & 7))
            {
                case Varint:
                    long number;
                    bool whole = ReadVarint(out number);
                    Number = number;
                    return whole;
                case Bytes:
                    long size;
                    return ReadVarint(out size) && Take(size);
                case Fixed64:
                    return Take(8);
                case Fixed32:
                    return Take(4);
                default:
                    return false;
            }
        }

        private bool Take(long size)
        {
            if (size < 0 || size > end - at)
            {
                return false;
            }
            from = at;
            length = (int)size;
            at += length;
            return true;
        }

        private bool ReadVarint(out long value)
        {
            value = 0;
            for (int shift = 0; shift < 64 && at < end; shift += 7)
            {
                byte next = data[at++];
                value |= (long)(next & 0x7f) << shift;
                if (next < 0x80)
                {
                    return true;
                }
            }
            return false;
        }
    }
}
