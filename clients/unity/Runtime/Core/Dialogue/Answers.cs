using System;

namespace Npcgen
{
    /// <summary>One NPC and one player, talking.</summary>
    public sealed class Conversation
    {
        public string Id { get; internal set; } = "";

        public string NpcId { get; internal set; } = "";

        /// <summary>The persona's name, for a name plate.</summary>
        public string NpcName { get; internal set; } = "";
    }

    /// <summary>A prompt that was computed ahead.</summary>
    public sealed class WarmedUp
    {
        public uint PromptTokens { get; internal set; }

        /// <summary>Those of them that were already computed.</summary>
        public uint ReusedTokens { get; internal set; }

        public double TotalMs { get; internal set; }
    }

    /// <summary>
    /// Conversations with what their NPCs remember and feel, for a save game. Its fields are plain,
    /// so that JsonUtility and other serializers take it as it is.
    /// </summary>
    [Serializable]
    public sealed class NpcSave
    {
        /// <summary>What the server said, in base64.</summary>
        public string data = "";

        /// <summary>The save keys of the NPCs, in the order of <see cref="conversationIds"/>.</summary>
        public string[] keys = Array.Empty<string>();

        public string[] conversationIds = Array.Empty<string>();
    }

    /// <summary>Answers of unary calls out of their JSON.</summary>
    internal static class Answers
    {
        internal static Conversation ReadStarted(JsonReader json)
        {
            var conversation = new Conversation();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("conversation"))
                {
                    ReadConversation(json, conversation);
                }
                else
                {
                    json.Skip();
                }
            }
            return conversation;
        }

        internal static WarmedUp ReadWarmedUp(JsonReader json)
        {
            var warmedUp = new WarmedUp();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("promptTokens"))
                {
                    warmedUp.PromptTokens = json.ReadUInt();
                }
                else if (json.FieldIs("reusedTokens"))
                {
                    warmedUp.ReusedTokens = json.ReadUInt();
                }
                else if (json.FieldIs("totalMs"))
                {
                    warmedUp.TotalMs = json.ReadDouble();
                }
                else
                {
                    json.Skip();
                }
            }
            return warmedUp;
        }

        /// <summary>The text of one field; empty where it isn't there.</summary>
        internal static string ReadText(JsonReader json, string field)
        {
            string text = "";
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs(field))
                {
                    text = json.ReadString();
                }
                else
                {
                    json.Skip();
                }
            }
            return text;
        }

        /// <summary>Whether one field is true.</summary>
        internal static bool ReadFlag(JsonReader json, string field)
        {
            bool flag = false;
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs(field))
                {
                    flag = json.ReadBool();
                }
                else
                {
                    json.Skip();
                }
            }
            return flag;
        }

        /// <summary>For an answer that says nothing.</summary>
        internal static bool ReadNothing(JsonReader json)
        {
            json.ReadObject();
            return true;
        }

        private static void ReadConversation(JsonReader json, Conversation conversation)
        {
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("id"))
                {
                    conversation.Id = json.ReadString();
                }
                else if (json.FieldIs("npcId"))
                {
                    conversation.NpcId = json.ReadString();
                }
                else if (json.FieldIs("npcName"))
                {
                    conversation.NpcName = json.ReadString();
                }
                else
                {
                    json.Skip();
                }
            }
        }
    }
}
