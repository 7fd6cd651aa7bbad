using System.Text;

namespace Npcgen
{
    /// <summary>A level comes without its cells, and goes to the exporter with them.</summary>
    internal static class LevelJson
    {
        private static readonly string[] Maps = { "areas", "heights" };

        /// <summary>The level in JSON, with the cells of each layer.</summary>
        internal static string With(string level, Parts cells)
        {
            var json = new JsonReader();
            byte[] bytes = Encoding.UTF8.GetBytes(level);
            json.Reset(bytes, 0, bytes.Length);
            JsonWriter whole = new JsonWriter().BeginObject();
            json.BeginObject();
            while (json.NextField())
            {
                string name = json.FieldName();
                if (name == "layers")
                {
                    WriteLayers(json, whole, cells);
                }
                else if (System.Array.IndexOf(Maps, name) >= 0)
                {
                    json.Skip();
                }
                else
                {
                    whole.Field(name).Raw(json.ReadRaw());
                }
            }
            foreach (string map in Maps)
            {
                whole.Optional(map, cells.TextOf(map));
            }
            return whole.EndObject().ToString();
        }

        private static void WriteLayers(JsonReader json, JsonWriter whole, Parts cells)
        {
            whole.Field("layers").BeginArray();
            json.BeginArray();
            while (json.NextItem())
            {
                string layer = "";
                whole.BeginObject();
                json.BeginObject();
                while (json.NextField())
                {
                    string name = json.FieldName();
                    if (name == "name")
                    {
                        layer = json.ReadString();
                        whole.Field(name).Text(layer);
                    }
                    else if (name == "cells")
                    {
                        json.Skip();
                    }
                    else
                    {
                        whole.Field(name).Raw(json.ReadRaw());
                    }
                }
                whole.Optional("cells", cells.TextOf(layer)).EndObject();
            }
            whole.EndArray();
        }
    }
}
