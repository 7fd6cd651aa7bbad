using System;
using System.Collections.Generic;
using System.IO;

namespace Npcgen
{
    /// <summary>Bytes that come in parts, none larger than 256 KiB, by name and in the order of their first.</summary>
    internal sealed class Parts
    {
        private readonly List<string> names = new List<string>();
        private readonly Dictionary<string, MemoryStream> bytes = new Dictionary<string, MemoryStream>();

        /// <summary>Reads {file or layer, data} out of the JSON object that comes next.</summary>
        internal void Read(JsonReader json)
        {
            string name = "";
            string data = "";
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("file") || json.FieldIs("layer"))
                {
                    name = json.ReadString();
                }
                else if (json.FieldIs("data"))
                {
                    data = json.ReadString();
                }
                else
                {
                    json.Skip();
                }
            }
            Add(name, data);
        }

        internal void Add(string name, string base64)
        {
            MemoryStream whole;
            if (!bytes.TryGetValue(name, out whole))
            {
                bytes[name] = whole = new MemoryStream();
                names.Add(name);
            }
            byte[] part = Decoded(base64);
            whole.Write(part, 0, part.Length);
        }

        /// <summary>In base64; empty where nothing of that name came.</summary>
        internal string TextOf(string name)
        {
            MemoryStream whole;
            return bytes.TryGetValue(name, out whole) ? Convert.ToBase64String(whole.ToArray()) : "";
        }

        internal MadeFile[] ToFiles()
        {
            return names.ConvertAll(name => new MadeFile { Name = name, Data = bytes[name].ToArray() }).ToArray();
        }

        private static byte[] Decoded(string base64)
        {
            try
            {
                return Convert.FromBase64String(base64);
            }
            catch (FormatException)
            {
                throw Failure.Make(Reason.BadMessage, "a part of a file isn't base64");
            }
        }
    }
}
