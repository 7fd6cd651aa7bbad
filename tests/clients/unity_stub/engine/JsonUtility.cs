using System;
using System.Collections;
using System.Reflection;
using System.Text;
using Npcgen;

namespace UnityEngine
{
    /// <summary>As the engine does it: public fields by name, and fields that aren't known passed over.</summary>
    public static class JsonUtility
    {
        public static T FromJson<T>(string json)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            var reader = new JsonReader();
            try
            {
                reader.Reset(bytes, 0, bytes.Length);
                object read = Read(reader, typeof(T));
                reader.End();
                return (T)read;
            }
            catch (JsonError error)
            {
                throw new ArgumentException("JSON parse error: " + error.Message);
            }
        }

        public static string ToJson(object value)
        {
            var json = new JsonWriter();
            Write(json, value);
            return json.ToString();
        }

        private static void Write(JsonWriter json, object value)
        {
            if (value is string)
            {
                json.Text((string)value);
            }
            else if (value is Array)
            {
                json.BeginArray();
                foreach (object item in (Array)value)
                {
                    Write(json, item);
                }
                json.EndArray();
            }
            else if (value is bool)
            {
                json.Bool((bool)value);
            }
            else if (value.GetType().IsPrimitive)
            {
                json.Number(Convert.ToDouble(value));
            }
            else
            {
                json.BeginObject();
                foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public))
                {
                    json.Field(field.Name);
                    Write(json, field.GetValue(value));
                }
                json.EndObject();
            }
        }

        private static object Read(JsonReader json, Type type)
        {
            if (type == typeof(string))
            {
                return json.ReadString();
            }
            if (type == typeof(bool))
            {
                return json.ReadBool();
            }
            if (type.IsPrimitive)
            {
                return Convert.ChangeType(json.ReadDouble(), type);
            }
            return type.IsArray ? ReadArray(json, type.GetElementType()) : ReadObject(json, type);
        }

        private static object ReadArray(JsonReader json, Type item)
        {
            var items = new ArrayList();
            json.BeginArray();
            while (json.NextItem())
            {
                items.Add(Read(json, item));
            }
            return items.ToArray(item);
        }

        private static object ReadObject(JsonReader json, Type type)
        {
            object made = Activator.CreateInstance(type);
            json.BeginObject();
            while (json.NextField())
            {
                FieldInfo field = type.GetField(json.FieldName());
                if (field == null)
                {
                    json.Skip();
                }
                else
                {
                    field.SetValue(made, Read(json, field.FieldType));
                }
            }
            return made;
        }
    }
}
