using System;
using System.Collections.Generic;
using UnityEditor;
using UnityEngine;

namespace Npcgen.Editor
{
    /// <summary>The inspector of an Npc: its fields, a talk with it, and its author's lines.</summary>
    [CustomEditor(typeof(Npc))]
    public sealed class NpcInspector : UnityEditor.Editor
    {
        private Connection connection;
        private string problem = "";

        public override void OnInspectorGUI()
        {
            DrawDefaultInspector();
            string persona = serializedObject.FindProperty("personaId").stringValue;
            if (persona.Length > 0 && GUILayout.Button("Talk to " + persona))
            {
                TalkWindow.Open(persona);
            }
            if (persona.Length > 0 && GUILayout.Button("Take its fallback lines from the server"))
            {
                TakeLines(persona);
            }
            if (problem.Length > 0)
            {
                EditorGUILayout.HelpBox(problem, MessageType.Warning);
            }
        }

        private void OnDisable()
        {
            EditorApplication.update -= Tick;
            connection?.Close();
            connection = null;
        }

        private void TakeLines(string persona)
        {
            OnDisable();
            var npc = (Npc)target;
            NpcClient server = npc.Client;
            connection = new Connection(server.BaseUrl, server.ApiKey, new UnityTransport(), NowMs, new System.Random());
            EditorApplication.update += Tick;
            JsonWriter request = new JsonWriter().BeginObject().Field("id").Text(persona).EndObject();
            connection.Unary("npcgen.v1.PersonaService/GetPersona", request, ReadLines, 0, 5000)
                .Then(SetLines, failure => problem = failure.ToString());
        }

        private void SetLines(string[] lines)
        {
            problem = lines.Length == 0 ? "The persona has no fallback lines of its own." : "";
            if (lines.Length == 0)
            {
                return;
            }
            SerializedProperty property = serializedObject.FindProperty("fallbackLines");
            property.arraySize = lines.Length;
            for (int at = 0; at < lines.Length; at++)
            {
                property.GetArrayElementAtIndex(at).stringValue = lines[at];
            }
            serializedObject.ApplyModifiedProperties();
            Repaint();
        }

        private static double NowMs()
        {
            return EditorApplication.timeSinceStartup * 1000;
        }

        private void Tick()
        {
            connection?.Tick();
        }

        private static string[] ReadLines(JsonReader json)
        {
            string[] lines = Array.Empty<string>();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("persona"))
                {
                    json.BeginObject();
                    while (json.NextField())
                    {
                        if (json.FieldIs("fallbackLines"))
                        {
                            lines = ReadTexts(json);
                        }
                        else
                        {
                            json.Skip();
                        }
                    }
                }
                else
                {
                    json.Skip();
                }
            }
            return lines;
        }

        private static string[] ReadTexts(JsonReader json)
        {
            var texts = new List<string>();
            json.BeginArray();
            while (json.NextItem())
            {
                texts.Add(json.ReadString());
            }
            return texts.ToArray();
        }
    }
}
