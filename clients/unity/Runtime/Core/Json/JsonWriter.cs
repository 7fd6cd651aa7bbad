using System;
using System.Globalization;
using System.Text;

namespace Npcgen
{
    /// <summary>Writes one JSON text. Commas come by themselves; the caller closes what it opens.</summary>
    public sealed class JsonWriter
    {
        private readonly StringBuilder text = new StringBuilder();
        private bool comma;

        public JsonWriter BeginObject()
        {
            return Open('{');
        }

        public JsonWriter EndObject()
        {
            return Close('}');
        }

        public JsonWriter BeginArray()
        {
            return Open('[');
        }

        public JsonWriter EndArray()
        {
            return Close(']');
        }

        public JsonWriter Field(string name)
        {
            Quoted(name);
            text.Append(':');
            comma = false;
            return this;
        }

        public JsonWriter Text(string value)
        {
            Quoted(value ?? "");
            return this;
        }

        public JsonWriter Number(double value)
        {
            if (double.IsNaN(value) || double.IsInfinity(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "JSON has no such number");
            }
            return Raw(value.ToString("R", CultureInfo.InvariantCulture));
        }

        public JsonWriter Bool(bool value)
        {
            return Raw(value ? "true" : "false");
        }

        /// <summary>A value that is JSON already; it isn't checked.</summary>
        public JsonWriter Raw(string json)
        {
            Separate();
            text.Append(json);
            comma = true;
            return this;
        }

        /// <summary>The text in UTF-8.</summary>
        public byte[] ToBytes()
        {
            return Encoding.UTF8.GetBytes(text.ToString());
        }

        public override string ToString()
        {
            return text.ToString();
        }

        private JsonWriter Open(char bracket)
        {
            Separate();
            text.Append(bracket);
            comma = false;
            return this;
        }

        private JsonWriter Close(char bracket)
        {
            text.Append(bracket);
            comma = true;
            return this;
        }

        private void Separate()
        {
            if (comma)
            {
                text.Append(',');
            }
        }

        private void Quoted(string value)
        {
            Separate();
            text.Append('"');
            for (int i = 0; i < value.Length; i++)
            {
                Sign(value, i);
            }
            text.Append('"');
            comma = true;
        }

        private void Sign(string value, int at)
        {
            char sign = value[at];
            if (sign == '"' || sign == '\\')
            {
                text.Append('\\').Append(sign);
            }
            else if (sign < 0x20)
            {
                text.Append("\\u").Append(((int)sign).ToString("x4", CultureInfo.InvariantCulture));
            }
            else if (char.IsSurrogate(sign) && !IsWhole(value, at))
            {
                // What a player typed may hold half an emoji; JSON may not.
                text.Append('\uFFFD');
            }
            else
            {
                text.Append(sign);
            }
        }

        private static bool IsWhole(string value, int at)
        {
            return char.IsHighSurrogate(value[at])
                ? at + 1 < value.Length && char.IsLowSurrogate(value[at + 1])
                : at > 0 && char.IsHighSurrogate(value[at - 1]);
        }
    }
}
