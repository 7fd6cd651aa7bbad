using System;
using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>
    /// Has the server make a level, quests or a material, as the files that this package imports. For
    /// the editor, and for games that make levels while they are played. One for each thing.
    /// </summary>
    public sealed class ContentMaker
    {
        private const string Format = "unity";
        private const string Api = "npcgen.v1.";
        private const int TimeoutMs = 600000;

        private readonly Connection connection;
        private readonly Pending<MadeFile[]> pending = new Pending<MadeFile[]>();
        private readonly Parts files = new Parts();
        private readonly Parts cells = new Parts();
        private readonly List<string> quests = new List<string>();
        private string worldId = "";
        private string level = "";
        private string proof = "{}";

        public ContentMaker(Connection connection)
        {
            this.connection = connection;
        }

        /// <summary>What is being done, and how much of it, 0..1.</summary>
        public Action<string, double> OnProgress { get; set; }

        /// <summary>A level: its file, its tiles' picture. The same spec and seed make the same level.</summary>
        /// <param name="specJson">A LevelSpec: {"kind": "cave", "width": 48, "height": 32, "seed": 7}</param>
        public Pending<MadeFile[]> Level(string specJson)
        {
            JsonWriter request = new JsonWriter().BeginObject().Field("spec").Raw(specJson).EndObject();
            return Listen("LevelService/GenerateLevel", request, ExportLevel);
        }

        /// <summary>Quests of a world that the server has.</summary>
        /// <param name="specJson">A QuestSpec: {"count": 5, "seed": 7}</param>
        public Pending<MadeFile[]> Quests(string world, string specJson)
        {
            worldId = world;
            JsonWriter request = InWorld().Field("spec").Raw(specJson).EndObject();
            return Listen("QuestService/GenerateQuests", request, ExportQuests);
        }

        /// <summary>A material and its maps.</summary>
        /// <param name="prompt">"mossy castle wall"</param>
        /// <param name="stem">What the files' names begin with: 1..64 letters, digits, _ and -.</param>
        /// <param name="pack">unity-urp or unity-hdrp.</param>
        public Pending<MadeFile[]> Material(string prompt, string stem, string pack, uint seed)
        {
            JsonWriter request = new JsonWriter().BeginObject().Field("prompt").Text(prompt).Field("pack").Text(pack);
            request.Field("stem").Text(stem).Field("spec").BeginObject().Field("surface").BeginObject();
            request.Field("seed").Number(seed).EndObject().EndObject().EndObject();
            return Listen("TextureService/GenerateTexture", request, HandOver);
        }

        private Pending<MadeFile[]> Listen(string method, JsonWriter request, Action then)
        {
            var stream = new ContentStream(
                Read,
                failure =>
                {
                    if (failure == null)
                    {
                        then();
                    }
                    else
                    {
                        pending.Complete(null, failure);
                    }
                });
            pending.Call = stream;
            connection.Stream(stream, Api + method, request, TimeoutMs);
            return pending;
        }

        private void ExportLevel()
        {
            JsonWriter request = new JsonWriter().BeginObject().Field("level").Raw(LevelJson.With(level, cells));
            request.Field("proof").Raw(proof).Field("format").Text(Format).EndObject();
            Listen("LevelService/ExportLevel", request, HandOver);
        }

        private void ExportQuests()
        {
            JsonWriter request = InWorld().Field("quests").BeginArray();
            quests.ForEach(quest => request.Raw(quest));
            request.EndArray().Field("format").Text(Format).EndObject();
            Listen("QuestService/ExportQuests", request, HandOver);
        }

        private void HandOver()
        {
            pending.Complete(files.ToFiles(), null);
        }

        private JsonWriter InWorld()
        {
            return new JsonWriter().BeginObject().Field("world").BeginObject().Field("id").Text(worldId).EndObject();
        }

        // What is made sends {event}, what is exported {file, data}.
        private void Read(JsonReader json)
        {
            string name = "";
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("event"))
                {
                    ReadEvent(json);
                }
                else if (json.FieldIs("file"))
                {
                    name = json.ReadString();
                }
                else if (json.FieldIs("data"))
                {
                    files.Add(name, json.ReadString());
                }
                else
                {
                    json.Skip();
                }
            }
        }

        private void ReadEvent(JsonReader json)
        {
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("progress"))
                {
                    ReadProgress(json);
                }
                else if (json.FieldIs("level"))
                {
                    level = json.ReadObject();
                }
                else if (json.FieldIs("cells"))
                {
                    cells.Read(json);
                }
                else if (json.FieldIs("file"))
                {
                    files.Read(json);
                }
                else if (json.FieldIs("quest"))
                {
                    quests.Add(json.ReadObject());
                }
                else if (json.FieldIs("completed"))
                {
                    ReadCompleted(json);
                }
                else
                {
                    json.Skip();
                }
            }
        }

        private void ReadProgress(JsonReader json)
        {
            string phase = "";
            double fraction = 0;
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("phase"))
                {
                    phase = json.ReadString();
                }
                else if (json.FieldIs("fraction"))
                {
                    fraction = json.ReadDouble();
                }
                else
                {
                    json.Skip();
                }
            }
            OnProgress?.Invoke(phase, fraction);
        }

        private void ReadCompleted(JsonReader json)
        {
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("proof"))
                {
                    proof = json.ReadObject();
                }
                else
                {
                    json.Skip();
                }
            }
        }
    }
}
